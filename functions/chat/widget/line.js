// The line to the desk: one session, what waits to be sent, what was said.
//
// The session's token lives in sessionStorage, or in memory where there is none, and
// leaves only in the Authorization header. What waits to be sent is kept beside it
// until the desk has it: a message has an id and is taken once, however often it is
// sent. Tabs of one conversation tell each other the newest token.

const kept = 'relais';
const calm = 60_000; // longest pause between two questions, milliseconds
const slept = 45_000; // milliseconds without an answer after which the others are asked first
const tabs = 150; // milliseconds that other tabs have to answer

// remembered returns what this tab kept, or a beginning.
function remembered() {
  try {
    const found = JSON.parse(sessionStorage.getItem(kept));
    if (found && Array.isArray(found.queue)) return found;
  } catch { /* no storage here, or another's */ }
  return { id: crypto.randomUUID(), token: '', queue: [] };
}

// Fault is an answer that is none: its status (0: no answer), and what it said.
class Fault extends Error {
  constructor(status, said = {}) {
    super(String(status));
    this.status = status;
    this.said = said;
  }
}

export class Line {
  // hooks: show(message, lang), money(left), cleared(), waiting(item), settled(item, state), state(name), refused(), ended(unsent).
  // by is what a conversation is opened with: {lang, site}; stream: the desk has one.
  constructor(hooks, by, stream) {
    this.hooks = hooks;
    this.by = by;
    this.stream = stream;
    this.over = true;
    this.watched = true; // the panel is open
    this.wake = () => {};
    this.others = typeof BroadcastChannel === 'function' ? new BroadcastChannel(kept) : { postMessage() {} };
    this.others.onmessage = ({ data }) => this.heard(data);
    document.addEventListener('visibilitychange', () => {
      this.look();
      if (!document.hidden) this.wake(); // with the panel closed too: it asked nothing meanwhile
    });
    addEventListener('online', () => this.wake());
    addEventListener('offline', () => this.hooks.state('offline'));
  }

  // start goes on with the conversation of this tab, or of another, or begins one; with a
  // link it then goes on with the case that this opens.
  async start(link = '') {
    Object.assign(this, remembered(), { link, over: false, after: 0, told: new Set(), poll: 2, misses: 0, restored: false, aided: false, answered: Date.now() });
    for (const item of this.queue) this.hooks.waiting(item);
    const turn = this.turn = (this.turn ?? 0) + 1;
    if (!this.token) await this.ask();
    while (!this.over && this.turn === turn) await this.pause(await this.step());
  }

  keep() {
    try {
      sessionStorage.setItem(kept, JSON.stringify({ id: this.id, token: this.token, queue: this.queue }));
    } catch { /* memory has it */ }
  }

  // send keeps a text until the desk has it. After the end it begins a conversation.
  send(text) {
    if (this.over) this.start();
    const item = { id: crypto.randomUUID(), text };
    this.queue.push(item);
    this.keep();
    this.hooks.waiting(item);
    this.wake();
  }

  // join goes on with a case that began elsewhere.
  async join(code, pin) {
    if (!this.token) throw new Fault(0);
    this.own(await this.call('POST', '/chat/join', { code, pin }));
    this.again();
    this.tell({ again: true });
  }

  // follow goes on with the case of a one-time link, tried again until there is an answer.
  async follow() {
    try {
      this.own(await this.call('POST', '/chat/join', { link: this.link }));
      await this.restore();
      this.tell({ again: true });
    } catch (fault) {
      if (fault.status !== 404) throw fault;
      this.hooks.refused();
    }
    this.link = '';
  }

  // again shows the conversation from its beginning: it has become another case's.
  again() {
    this.restored = false;
    this.hang?.abort();
    this.wake();
  }

  async restore() {
    const answer = await this.call('GET', '/chat/messages?after=0');
    this.hooks.cleared();
    this.told.clear();
    this.take(answer);
    for (const item of this.queue) this.hooks.waiting(item);
    this.restored = true;
  }

  // leave ends the session here and on the desk, without waiting for it.
  leave() {
    const headers = { Authorization: `Bearer ${this.token}` };
    if (this.token) fetch('/chat/end', { method: 'POST', keepalive: true, headers }).catch(() => {});
    this.tell({ ended: true });
    this.forget();
  }

  forget() {
    this.over = true;
    this.token = '';
    this.queue = [];
    try { sessionStorage.removeItem(kept); } catch { /* there was none */ }
    this.hang?.abort();
    this.wake();
  }

  // look is told when the conversation comes into sight or goes out of it.
  look(watched = this.watched) {
    this.watched = watched;
    if (this.seen()) this.wake();
    else this.hang?.abort();
  }

  seen() { return this.watched && !document.hidden; }

  // Other tabs. A conversation has an id that only they know, so that two beside each
  // other never mix. Leaving ends them all.

  tell(what) { this.others.postMessage({ id: this.id, ...what }); }

  // ask asks the other tabs for a conversation, or for the newest token of this one.
  async ask() {
    this.asking = true;
    this.tell({ asked: this.token ? this.id : 'any' });
    await new Promise((done) => { setTimeout(done, tabs); });
    this.asking = false;
  }

  heard({ id, asked, token, woke, again, ended }) {
    if (this.over) return;
    if (ended) {
      this.end();
      return;
    }
    if (this.token && (asked === 'any' || asked === this.id)) this.tell({ token: this.token });
    if (token && (id === this.id || (this.asking && !this.token))) {
      Object.assign(this, { id, token });
      this.keep();
    }
    if (id !== this.id) return;
    if (again) this.again();
    if (woke) this.wake();
  }

  end() {
    const unsent = this.queue;
    this.forget();
    this.hooks.ended(unsent);
  }

  // The desk.

  async call(method, path, body) {
    const used = this.token;
    const headers = {};
    if (used) headers.Authorization = `Bearer ${used}`;
    if (body) headers['Content-Type'] = 'application/json';
    let answer;
    try {
      answer = await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
    } catch {
      throw new Fault(0);
    }
    const said = await answer.json().catch(() => null);
    if (answer.ok && said) {
      this.answered = Date.now();
      return said;
    }
    if (said) this.own(said); // a refusal may bring the next token too
    if (answer.status === 401 && used) {
      // Another tab may have been given the next token.
      if (this.token === used) await this.ask();
      if (this.token !== used && this.token) return this.call(method, path, body);
    }
    throw new Fault(answer.ok ? 0 : answer.status, said ?? {});
  }

  // own keeps the token of an answer and tells the other tabs.
  own({ token }) {
    if (!token || token === this.token) return;
    this.token = token;
    this.keep();
    this.tell({ token });
  }

  // take shows what an answer holds that was not shown yet. Where this is no other device any
  // more than the phone that is watched, nothing stays that was shown before.
  take(answer) {
    this.own(answer);
    const back = this.apart && !answer.apart;
    this.apart = answer.apart;
    if (back) {
      this.hooks.cleared();
      this.again();
      return;
    }
    for (const message of answer.messages ?? []) {
      if (this.told.has(message.n)) continue; // two answers may hold the same
      this.told.add(message.n);
      this.hooks.show(message, answer.lang);
    }
    this.hooks.money(answer.money);
    this.after = answer.after ?? this.after;
    if (answer.poll > 0) this.poll = answer.poll;
  }

  // step does what is next and returns how long to pause then, in milliseconds.
  async step() {
    try {
      // A tab that slept may have missed the newest token, and an old one ends it for all.
      if (this.token && Date.now() - this.answered > slept) await this.ask();
      if (!this.token) {
        this.hooks.state('opening');
        this.take(await this.call('POST', '/chat/session', this.by));
        this.restored = true;
      } else if (!this.restored) {
        await this.restore();
      } else if (this.queue.length === 0 && !document.hidden) {
        await this.news();
      }
      if (this.link) await this.follow();
      while (this.queue.length > 0 && !this.over) await this.post(this.queue[0]);
      if (!this.restored && !this.over) await this.restore();
      this.misses = 0;
      this.hooks.state('');
      this.listen();
      return this.between();
    } catch (fault) {
      return this.missed(fault);
    }
  }

  // news asks for what was said since.
  async news() { this.take(await this.call('GET', `/chat/messages?after=${this.after}`)); }

  // post sends a message; the answer holds all that was said since.
  async post(item) {
    let answer = null;
    this.tell({ wrote: true });
    try {
      answer = await this.call('POST', '/chat/messages', { id: item.id, text: item.text, after: this.after });
    } catch (fault) {
      if (![400, 413, 422].includes(fault.status)) throw fault;
    }
    this.queue = this.queue.filter((other) => other.id !== item.id);
    this.keep();
    this.hooks.settled(item, answer ? 'sent' : 'refused');
    if (answer) this.take(answer);
    this.tell({ woke: true });
  }

  // between is the pause the desk asks for, longer where the panel is closed. A page that is
  // out of sight asks nothing: what it was told would count as read.
  between() {
    if (document.hidden) return Infinity;
    if (this.hang) return calm;
    const asked = this.poll * 1000;
    return this.seen() ? asked : Math.min(Math.max(5 * asked, 30_000), Math.max(calm, asked));
  }

  missed(fault) {
    if (this.over) return 0;
    if (fault.status === 401) {
      this.end();
      return 0;
    }
    if (!(fault instanceof Fault)) console.error(fault);
    const { messages = [], lang, retry = 0 } = fault.said ?? {};
    if (!this.aided) for (const message of messages) this.hooks.show(message, lang);
    this.aided ||= messages.length > 0;
    this.hooks.state(fault.status === 429 ? 'busy' : navigator.onLine ? 'slow' : 'offline');
    const longer = Math.min(1000 * 2 ** this.misses++, 30_000);
    return Math.max(longer * (0.75 + Math.random() / 2), 1000 * retry);
  }

  pause(milliseconds) {
    return new Promise((done) => {
      const timer = milliseconds < Infinity && setTimeout(done, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  // listen holds a stream open while somebody looks, where the desk has one.
  async listen() {
    if (!this.stream || this.hang || !this.seen() || this.over) return;
    this.hang = new AbortController();
    const began = performance.now();
    try {
      const answer = await fetch(`/chat/stream?after=${this.after}`, {
        headers: { Authorization: `Bearer ${this.token}` }, signal: this.hang.signal, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer',
      });
      if (!answer.ok || !answer.body) throw new Fault(answer.status);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ''; ;) {
        const { value, done } = await reader.read();
        if (done || this.over) break;
        const events = (rest + value).split('\n\n');
        rest = events.pop();
        for (const event of events) {
          const data = event.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n');
          if (!data) continue;
          const news = JSON.parse(data);
          this.take(news);
          // The next question says how far it was shown, which an analyst waits for.
          if (news.messages.some(({ from }) => from === 'analyst')) this.wake();
        }
      }
    } catch { /* asking does the same, a little later */ }
    this.stream = this.hang.signal.aborted || performance.now() - began > 5000;
    this.hang = null;
    if (!this.over) this.wake();
  }
}
