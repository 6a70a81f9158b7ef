// The conversation as a person sees it. What the desk or a reporter wrote enters the
// page as text, never as markup; what the page itself says comes from the desk's catalog.

import { Line } from './line.js';

const known = JSON.parse(document.documentElement.dataset.known);
const say = (id) => known.texts[id] ?? id;
const $ = (id) => document.getElementById(id);
const talk = $('talk');
const log = $('log');
const composer = $('composer');
const field = $('message');
const choices = $('choices');
const embedded = parent !== window;

// el makes an element with properties and children; children are elements or text.
function el(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

// Colours of the site: checked for contrast by the desk before they are given out.
for (const [name, value] of Object.entries(known.colours)) document.documentElement.style.setProperty(`--site-${name.replaceAll('_', '-')}`, value);

// Time.

const locale = known.lang === 'en' ? 'en-GB' : known.lang;
const hour = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const today = day.format(new Date());
let shownDay = today;

function time(at) {
  const date = new Date(at);
  return el('time', { dateTime: date.toISOString(), textContent: hour.format(date) });
}

// heading tells the day where it is another than that of the message before.
function heading(at) {
  const now = day.format(new Date(at));
  if (now === shownDay) return;
  shownDay = now;
  put(el('p', { className: 'day', textContent: now }));
}

// put adds to the log. What the desk does not have yet stands below all that it has.
const put = (made) => log.insertBefore(made, log.querySelector('.pending'));

// Money that has left: since when, and what to read aloud. It is not read out each minute:
// a timer is no live region, and is heard by whoever goes there.

const count = (n, unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(n);
let gone = 0; // when it left, by this machine's clock

function passed() {
  const minutes = Math.max(0, Math.floor((Date.now() - gone) / 60_000));
  const parts = [minutes >= 60 && count(Math.floor(minutes / 60), 'hour'), count(minutes % 60, 'minute')];
  const text = parts.filter(Boolean).join(' ');
  if ($('gone').textContent !== text) $('gone').textContent = text;
}

function money(left) {
  $('money').hidden = !left;
  if (!left) return;
  gone = Date.now() - 1000 * left.seconds;
  if ($('script').textContent !== left.script) $('script').textContent = left.script;
  passed();
}
setInterval(passed, 5000);

// Messages.

const address = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g;

// line writes a line of a message. In what the desk wrote, addresses are links: of other
// sites in place, of the desk's own as a button below. No other scheme becomes one.
function line(text, buttons) {
  const made = el('p', { className: /^\d\)\s/.test(text) ? 'act' : '' });
  let from = 0;
  for (const { 0: href, index } of buttons ? text.matchAll(address) : []) {
    const to = { href, target: '_blank', rel: 'noopener noreferrer' };
    if (href.startsWith(`${location.origin}/l/`)) buttons.push(el('a', { ...to, className: 'open', textContent: say('open') }));
    else if (href.startsWith('https://')) {
      made.append(text.slice(from, index), el('a', { ...to, textContent: href }));
      from = index + href.length;
    }
  }
  made.append(text.slice(from));
  return made;
}

const bubbles = new Map(); // id of a message that is on its way → its bubble
let offered = []; // the choices of the newest message of the desk

// bubble is one message: who, what, when, how far it went.
function bubble(from, text, at, lang) {
  const buttons = from === 'you' ? null : [];
  const words = el('div', { className: 'words', dir: 'auto' }, ...text.split('\n').filter(Boolean).map((part) => line(part, buttons)));
  words.append(...buttons ?? []);
  if (lang && from === 'desk') words.lang = lang;
  const state = el('span');
  const made = el('div', { className: `message ${from}` }, el('p', { className: from === 'analyst' ? 'who' : 'unseen', textContent: say(from) }), words,
    el('p', { className: 'meta' }, at ? time(at) : null, state));
  return Object.assign(made, { words, state, at: (date) => made.querySelector('.meta').replaceChildren(time(date), state) });
}

// Whoever reads the newest message goes on reading it when room is taken away. In a low
// window all of the page scrolls, as frame.css says.
const low = matchMedia('(max-height: 28rem)');
let follows = true; // nobody has scrolled away from where the newest message was put
let placed = -1; // where a message was put that is longer than the room for it
talk.addEventListener('scroll', () => { follows = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 60 || talk.scrollTop === placed; });
function toEnd() {
  const scroller = low.matches ? document.documentElement : talk;
  scroller.scrollTop = scroller.scrollHeight;
  placed = -1;
}
new ResizeObserver(() => { if (follows && placed < 0 && !low.matches) toEnd(); }).observe(talk);

// reveal puts a message where it is read from its beginning, with its choices if there is room.
function reveal(made) {
  if (low.matches) made.scrollIntoView({ block: 'start' });
  else if (follows && made.offsetHeight + choices.offsetHeight + 32 > talk.clientHeight) {
    talk.scrollTop = made.offsetTop - talk.offsetTop - 8;
    placed = talk.scrollTop;
  } else if (follows) toEnd();
}

// worded is what somebody chose, in the words of the choice.
const worded = (text) => offered.find(({ key }) => key === text)?.label ?? text;

function show(message, lang) {
  $('aid')?.remove();
  const { from, text, at } = message;
  if (from === 'you') {
    const found = [...bubbles].find(([id, { words }]) => (message.id ? id === message.id : words === text));
    if (found) {
      found[1].made.at(at);
      settled({ id: found[0] }, 'sent');
      bubbles.delete(found[0]);
    } else {
      heading(at);
      put(bubble('you', worded(text), at));
    }
    offer([]);
    toEnd();
    return;
  }
  if (at) heading(at);
  const { some, rest: said } = from !== 'analyst' && !message.choices?.length ? typed(text) : { some: message.choices ?? [], rest: text };
  const made = bubble(from === 'analyst' ? from : 'desk', said, at, lang);
  if (some.length > 0) made.words.querySelector('p:last-of-type')?.classList.add('question');
  put(made);
  offer(some);
  reveal(made);
  if (embedded && !desk.seen()) parent.postMessage({ relais: 'fresh' }, '*');
}

// waiting shows a message before the desk has it.
function waiting(item) {
  const made = bubble('you', worded(item.text));
  made.classList.add('pending');
  bubbles.set(item.id, { made, words: item.text });
  // Most messages are taken before anybody could read that they wait.
  setTimeout(() => { if (made.matches('.pending')) made.state.textContent = say('waiting'); }, 1500);
  log.append(made);
  offer([]);
  toEnd();
}

function settled(item, state) {
  const { made } = bubbles.get(item.id) ?? {};
  if (!made) return; // the other way was faster
  made.state.textContent = say(state);
  made.classList.remove('pending');
  made.classList.toggle('refused', state === 'refused');
  if (state !== 'refused') return;
  bubbles.delete(item.id);
  field.value ||= item.text;
}

// typed reads the answers that a message tells how to type: a list of lines with numbers,
// "?" for not knowing, OK to go on. They become buttons; the list is not said twice.
const numbered = /^([1-9]) (\S.*)$/gm;
function typed(text) {
  const listed = [...text.matchAll(numbered)].map(([, key, label]) => ({ key, label }));
  const list = listed.length > 1 && listed.every(({ key }, i) => key === String(i + 1));
  const some = list ? listed : [];
  const last = text.trimEnd().split('\n').at(-1);
  if (/[:,] \?$/.test(last)) some.push({ key: '?', label: say('unknown') });
  if (/\bOK\b/.test(last)) some.push({ key: 'OK', label: 'OK' });
  return { some, rest: list ? text.replaceAll(numbered, '') : text };
}

// offer shows choices as buttons; free text is possible beside them.
function offer(some) {
  offered = some;
  const focused = choices.contains(document.activeElement);
  choices.replaceChildren(...some.map(({ key, label }) => {
    const button = el('button', { type: 'button', textContent: label });
    button.addEventListener('click', () => desk.send(key));
    return button;
  }));
  choices.hidden = some.length === 0;
  if (focused) rest();
}

// rest puts the focus where one goes on, without calling up a keyboard on glass.
function rest() {
  if (!matchMedia('(pointer: coarse)').matches && !composer.hidden) field.focus();
  else log.focus();
}

// What the line says.

const desk = new Line({
  show,
  waiting,
  settled,
  state: (name) => {
    const text = name && say(name);
    if ($('state').textContent !== text) $('state').textContent = text;
  },
  money,
  cleared,
  refused: () => put(el('p', { className: 'day', textContent: say('join_gone') })),
  ended: (unsent) => {
    wipe();
    field.value ||= unsent.map(({ text }) => text).join('\n');
    part('ended');
    $('ended-title').focus();
  },
}, { lang: known.lang, site: known.site }, known.stream);

// part shows one of the parts below the conversation.
function part(name) {
  for (const id of ['composer', 'ended', 'joining']) $(id).hidden = id !== name;
  choices.hidden = name !== 'composer' || offered.length === 0;
}

function cleared() {
  log.replaceChildren();
  bubbles.clear();
  shownDay = today;
  offer([]);
}

function wipe() {
  cleared();
  money(null);
  field.value = '';
}

$('again').addEventListener('click', () => {
  part('composer');
  const before = field.value;
  desk.start();
  field.value = before;
  rest();
});

// Writing.

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = '';
  desk.send(text);
  field.focus();
});

// Enter sends, Shift and Enter begins a line. The line break itself is caught, not the
// key: keyboards on glass and the choice of a suggestion press no such key.
let shift = false;
field.addEventListener('keydown', (event) => { shift = event.shiftKey; });
field.addEventListener('beforeinput', (event) => {
  if (event.inputType !== 'insertLineBreak' || shift) return;
  event.preventDefault();
  composer.requestSubmit();
});

// Leaving: nothing of the conversation stays, and the way back does not lead here.
function leave() {
  desk.leave();
  wipe();
  parent.postMessage({ relais: 'leave', address: say('leave_address') }, '*');
  try {
    top.location.replace(say('leave_address'));
  } catch {
    location.replace(say('leave_address')); // the page around keeps its window to itself
  }
}
$('leave').addEventListener('click', leave);

// Leaving by a key: Shift, three times, nothing between. It types nothing, works from the
// field too, and is no character, which a shortcut of one key must not be.
// Sources: WCAG 2.1.4, RGAA 12.10; GOV.UK Design System, "Exit this page".
const presses = 3;
const patience = 5000; // milliseconds from one to the next
let alone = false; // Shift is down, and nothing else was pressed since
let pressed = 0;
let forgetting = 0;

function forget() {
  clearTimeout(forgetting);
  if (pressed > 1) $('state').textContent = '';
  alone = false;
  pressed = 0;
}
function lifted() {
  if (!alone) return;
  alone = false;
  pressed += 1;
  clearTimeout(forgetting);
  forgetting = setTimeout(forget, patience);
  if (pressed === presses - 1) $('state').textContent = say('leave_once');
  if (pressed < presses) return;
  forget();
  leave();
}
document.addEventListener('keydown', ({ key, isComposing, ctrlKey, altKey, metaKey }) => {
  if (key === 'Shift' && !isComposing && !ctrlKey && !altKey && !metaKey) alone = true;
  else forget();
}, true);
document.addEventListener('keyup', ({ key }) => { if (key === 'Shift') lifted(); }, true);
document.addEventListener('pointerdown', forget, true);
// Whoever listens hears of the key where they begin to write, once.
field.addEventListener('input', () => field.removeAttribute('aria-describedby'), { once: true });

// Options.

const more = $('more');
$('sms').hidden = !known.sms;
for (const id of ['person', 'sms']) {
  $(id).addEventListener('click', () => {
    more.open = false;
    part('composer');
    desk.send(say(`${id}_word`));
    rest();
  });
}
for (const { tag, name } of known.languages.filter((other) => other.tag !== known.lang)) {
  const to = new URLSearchParams({ ...(known.site && { site: known.site }), lang: tag });
  $('languages').append(el('a', { href: `/chat/frame?${to}`, lang: tag, hreflang: tag, textContent: name }));
}
document.addEventListener('click', (event) => { if (!more.contains(event.target)) more.open = false; });

$('join').addEventListener('click', () => {
  more.open = false;
  $('joining-fault').textContent = '';
  part('joining');
  $('code').focus();
});
$('joining-cancel').addEventListener('click', () => {
  part('composer');
  rest();
});
$('joining').addEventListener('submit', async (event) => {
  event.preventDefault();
  const fault = $('joining-fault');
  fault.textContent = '';
  try {
    await desk.join($('code').value.trim(), $('pin').value.trim());
  } catch ({ status }) {
    fault.textContent = say(status === 404 ? 'join_no' : 'join_later');
    return;
  }
  $('joining').reset();
  part('composer');
  rest();
});

// The page around.

$('close').hidden = !embedded;
const close = () => parent.postMessage({ relais: 'close' }, '*');
$('close').addEventListener('click', close);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.isComposing) return;
  if (more.open) {
    more.open = false;
    more.firstElementChild.focus();
  } else if (!$('joining').hidden) $('joining-cancel').click();
  else if (embedded) close();
});
addEventListener('message', ({ source, data }) => {
  if (!embedded || source !== parent) return;
  if (data?.relais === 'shown') rest();
  if (data?.relais === 'shown' || data?.relais === 'hidden') desk.look(data.relais === 'shown');
  if (data?.relais === 'shift') alone = true;
  if (data?.relais === 'other') forget();
  if (data?.relais === 'lifted') lifted();
});
if (embedded) parent.postMessage({ relais: 'ready' }, '*');
desk.start(location.hash.slice(1));
history.replaceState(null, '', location.pathname + location.search);
document.documentElement.dataset.ready = 'yes';
