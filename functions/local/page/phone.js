// The phone: texts in both directions, how they travelled, and what can be answered.

import { counted, el, say, spoken } from './text.js';
import { day, hour } from './time.js';
import { follow } from './stream.js';

const patience = 15_000; // milliseconds for which an answer is shown as being written
const apart = 3_600_000; // milliseconds between two texts that get a new heading
const kept = 'relais.phones';

export class Phone {
  // hooks: number() that is called, event(e, live), connected(yes), failed(text).
  constructor(hooks) {
    this.hooks = hooks;
    this.log = document.getElementById('texts');
    this.chips = document.getElementById('chips');
    this.sender = document.getElementById('sender');
    this.message = document.getElementById('message');
    this.stop = () => {};
    // Whoever reads the newest text goes on reading it when chips or a smaller window
    // take room away.
    this.atEnd = true;
    this.log.addEventListener('scroll', () => { this.atEnd = this.nearEnd(); });
    new ResizeObserver(() => { if (this.atEnd) this.toEnd(); }).observe(this.log);
    this.numbers = remembered();

    const form = document.getElementById('composer');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.write();
    });
    // Enter sends, Shift and Enter begins a line. The line break itself is caught, not
    // the key: keyboards on glass and the choice of a suggestion press no such key.
    let shift = false;
    this.message.addEventListener('keydown', (event) => { shift = event.shiftKey; });
    this.message.addEventListener('beforeinput', (event) => {
      if (event.inputType !== 'insertLineBreak' || shift) return;
      event.preventDefault();
      form.requestSubmit();
    });
    document.getElementById('picture').addEventListener('click', () => this.write(true));
    document.getElementById('another').addEventListener('click', () => this.another());
    this.sender.addEventListener('change', () => this.pick(this.sender.value));
  }

  start() { this.pick(this.numbers[0]); }

  // another gives the presenter a phone that has never written.
  another() {
    this.pick(newNumber(this.numbers));
    this.message.focus();
  }

  pick(number) {
    this.numbers = [number, ...this.numbers.filter((other) => other !== number)].slice(0, 12);
    sessionStorage.setItem(kept, JSON.stringify(this.numbers));
    const sorted = [...this.numbers].sort();
    this.sender.replaceChildren(...sorted.map((other) => el('option', { value: other, textContent: spoken(other) })));
    this.sender.value = number;

    this.stop();
    this.bubbles = new Map(); // message id → its elements
    this.noted = new Set(); // alerts shown
    this.last = null; // time of the newest text
    this.waiting = null;
    this.chips.replaceChildren();
    this.log.replaceChildren(this.hint());
    const address = `/standin/twilio/phones/${encodeURIComponent(number)}/events`;
    this.stop = follow(address, (event, live) => this.show(event, live), this.hooks.connected);
  }

  hint() {
    const examples = ['ransom', 'transfer', 'english'].map((id) => {
      const text = say(`example.${id}`);
      const button = el('button', { type: 'button', className: 'example', textContent: text, lang: id === 'english' ? 'en' : 'fr' });
      button.addEventListener('click', () => this.send(text));
      return button;
    });
    return el('div', { className: 'hint' }, el('p', { textContent: say('phone.hint') }), ...examples);
  }

  // write sends what stands in the composer, with a picture if asked.
  async write(media = false) {
    const text = this.message.value.trim();
    if (!text && !media) return;
    this.message.value = '';
    if (!await this.send(text, media)) this.message.value ||= text; // what was typed is not lost
    this.message.focus();
  }

  async send(body, media = false) {
    try {
      const answer = await fetch(`/standin/twilio/phones/${encodeURIComponent(this.numbers[0])}/messages`, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ to: this.hooks.number(), body, media }),
      });
      if (answer.ok) return true;
    } catch { /* the notice below says it */ }
    this.hooks.failed(say('phone.not_sent'));
    return false;
  }

  show(event, live) {
    switch (event.kind) {
      case 'inbound':
      case 'outbound':
      case 'status':
        this.put(event.message, event.kind === 'inbound' && live);
        break;
      case 'webhook':
        this.wait(false);
        break;
      case 'alert':
        this.alert(event);
        break;
    }
    this.hooks.event(event, live);
    if (this.atEnd || event.kind === 'inbound') this.toEnd();
  }

  nearEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80; }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.atEnd = true;
  }

  put(message, live) {
    let bubble = this.bubbles.get(message.sid);
    const mine = message.direction === 'inbound';
    if (!bubble) {
      this.log.querySelector('.hint')?.remove();
      this.heading(new Date(message.created));
      const travel = el('p', { className: 'travel' });
      const node = el('div', { className: `text ${mine ? 'mine' : 'theirs'}` },
        el('p', { className: 'unseen', textContent: say(mine ? 'phone.you' : 'phone.desk') }),
        message.media ? el('div', { className: 'photo', role: 'img', 'aria-label': say('phone.photo') }) : null,
        message.body ? el('p', { className: 'words', textContent: message.body }) : null,
        travel);
      bubble = { travel };
      this.bubbles.set(message.sid, bubble);
      this.wait(false);
      this.log.append(node);
      this.offer(mine ? null : message);
      if (live) this.wait(true);
    }
    const told = travelled(message);
    if (bubble.travel.textContent !== told) bubble.travel.textContent = told;
    bubble.travel.classList.toggle('lost', lost(message));
  }

  // heading tells the day and hour when time has passed since the last text.
  heading(at) {
    if (!this.last || at - this.last > apart || day(at) !== day(this.last)) {
      this.log.append(el('p', { className: 'when', textContent: `${day(at)} ${hour(at)}` }));
    }
    this.last = at;
  }

  // wait shows that the desk is writing.
  wait(on) {
    clearTimeout(this.patience);
    this.waiting?.remove();
    this.waiting = null;
    if (!on) return;
    this.waiting = el('div', { className: 'text theirs writing', 'aria-hidden': 'true' }, el('i'), el('i'), el('i'));
    this.log.append(this.waiting);
    this.patience = setTimeout(() => this.wait(false), patience);
  }

  alert(event) {
    const key = `${event.sid} ${event.code} ${event.at}`;
    if (event.warning || this.noted.has(key)) return;
    this.noted.add(key);
    this.wait(false);
    this.log.append(el('p', { className: 'when lost', textContent: say('phone.alert', { code: String(event.code) }) }));
  }

  // offer turns the choices of the desk's newest text into chips.
  offer(message) {
    this.chips.replaceChildren(...(message ? choices(message.body) : []).map(({ key, label }) => {
      const chip = el('button', { type: 'button', className: 'chip' }, el('b', { textContent: key }), label);
      chip.addEventListener('click', () => {
        this.chips.replaceChildren();
        this.send(key);
        this.message.focus();
      });
      return chip;
    }));
  }
}

// travelled tells how a text went: how many segments, in which alphabet, how far.
function travelled(message) {
  const at = hour(new Date(message.updated));
  if (message.direction === 'inbound') return at;
  const state = say(`status.${message.status}`, { code: String(message.error_code ?? '') });
  return [counted('segments', message.segments), message.encoding, `${state} ${at}`].join(' · ');
}

const lost = (message) => message.status === 'failed' || message.status === 'undelivered';

// choices reads the choices that end a text: numbered, a line each ("1 Oui") or in one
// line ("1 oui, 2 plus tard, 3 ?"), or as the words to type ("OUI, NON ou ?", "Répondez
// OK"). Acts are numbered "1)" and are none. ": ?" and "ou ?" say that not knowing is an
// answer.
export function choices(body) {
  const unknown = say('phone.unknown');
  const found = [];
  for (const line of body.split('\n')) {
    const listed = /^\s*([1-8])\s+(\S.*)$/.exec(line);
    if (listed) found.push({ key: listed[1], label: listed[2].trim() });
  }
  if (found.length < 2) {
    found.length = 0;
    const last = body.trimEnd().split('\n').at(-1);
    for (const part of last.matchAll(/(?<![\w)(])([1-8]) (\?|[^\d,;?)]+)(?=[,;.]|$)/g)) {
      found.push({ key: part[1], label: part[2] === '?' ? unknown : part[2].trim() });
    }
    if (found.some(({ key }, i) => key !== String(i + 1)) || found.length < 2) found.length = 0;
  }
  const short = /(?:^|\s)([A-Z]{2,}), ([A-Z]{2,}) (?:ou|or) \?$/.exec(body.trimEnd());
  if (short && found.length === 0) {
    for (const word of short.slice(1)) found.push({ key: word, label: '' });
  }
  if (/(?:Répondez|Reply) OK [^\n]*$/.test(body) && found.length === 0) found.push({ key: 'OK', label: '' });
  if (/(?:[:,]|\bou|\bor)\s\?(?=\s|$)/.test(body) && !found.some(({ label }) => label === unknown)) {
    found.push({ key: '?', label: unknown });
  }
  return found;
}

// The numbers 06 39 98 00 00 to 06 39 98 99 99 are kept for works of fiction.
// Source: Arcep, decision 2018-0881 (national numbering plan).
function newNumber(taken) {
  for (;;) {
    const [random] = crypto.getRandomValues(new Uint32Array(1));
    const number = `+3363998${String(random % 10_000).padStart(4, '0')}`;
    if (!taken.includes(number)) return number;
  }
}

function remembered() {
  try {
    const numbers = JSON.parse(sessionStorage.getItem(kept));
    if (Array.isArray(numbers) && numbers.length > 0) return numbers.map(String);
  } catch { /* begin with a new one */ }
  return [newNumber([])];
}
