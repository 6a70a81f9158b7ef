// The analysts' channel: messages of every region as they come, one region shown.

import { Blocks } from './blocks.js';
import { counted, el, say } from './text.js';
import { day, hour } from './time.js';
import { follow } from './stream.js';
import { Windows } from './windows.js';

const stampOf = (ts) => new Date(Number(ts.split('.')[0]) * 1000);

async function post(path, body) {
  const answer = await fetch(`/standin/slack/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

export class Channel {
  // hooks: event(e, live), connected(yes), failed(text).
  constructor(hooks) {
    this.hooks = hooks;
    this.log = document.getElementById('messages');
    this.picker = document.getElementById('channel');
    this.elsewhere = document.getElementById('elsewhere');
    this.aside = document.getElementById('thread');
    this.threadLog = document.getElementById('thread-messages');
    this.author = document.getElementById('author');
    this.note = document.getElementById('note');
    this.regions = [];
    this.channels = new Map(); // channel id → Map of ts → entry
    this.names = {};
    this.bot = '';
    this.users = [];
    this.current = '';
    this.thread = '';

    this.windows = new Windows({
      post, names: this.names, failed: hooks.failed, connected: hooks.connected,
      press: (click) => this.press(click), whispered: (message, channel) => this.whisper(message, channel),
    });
    this.author.addEventListener('change', () => this.windows.as(this.author.value));
    document.getElementById('home').addEventListener('click', () => this.windows.home().catch(() => hooks.failed(say('channel.failed'))));
    document.getElementById('command-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.command();
    });

    this.picker.addEventListener('change', () => this.pick(this.picker.value));
    document.getElementById('thread-close').addEventListener('click', () => this.closeThread());
    document.getElementById('note-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.writeNote();
    });
    this.aside.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.closeThread();
    });
  }

  // start learns who is in the workspace and follows all channels in one stream.
  async start(regions) {
    const workspace = await (await fetch('/standin/slack/workspace')).json();
    this.bot = workspace.bot_user;
    this.users = workspace.users.filter((user) => !user.deleted && user.id !== this.bot);
    for (const user of workspace.users) this.names[user.id] = user.real_name || user.name;
    for (const channel of workspace.channels) this.names[channel.id] = channel.name;
    this.regions = regions;
    this.picker.replaceChildren(...regions.map((region) => el('option', { value: region.channel, textContent: region.name })));
    this.pick(this.current || regions[0]?.channel || '');
    follow('/standin/slack/events', (event, live) => this.show(event, live), this.hooks.connected);
  }

  // pickRegion shows the channel of a region.
  pickRegion(code) {
    const region = this.regions.find((other) => other.code === code);
    if (region) this.pick(region.channel);
  }

  // analysts are those of the region shown, or everybody if it names none.
  analysts() {
    const named = this.regions.find((region) => region.channel === this.current)?.analysts;
    return named ? this.users.filter((user) => named.includes(user.id)) : this.users;
  }

  pick(channel) {
    this.current = channel;
    this.picker.value = channel;
    document.getElementById('channel-name').textContent = `# ${this.names[channel] ?? channel}`;
    const analysts = this.analysts();
    this.author.replaceChildren(...analysts.map((user) => el('option', { value: user.id, textContent: this.names[user.id] })));
    for (const id of ['note-form', 'command-form', 'author', 'home']) document.getElementById(id).hidden = analysts.length === 0;
    this.windows.as(this.author.value);
    if (this.elsewhere.value === channel) this.elsewhere.hidden = true;
    this.closeThread(false);
    this.redraw();
  }

  entries(channel) {
    if (!this.channels.has(channel)) this.channels.set(channel, new Map());
    return this.channels.get(channel);
  }

  show(event, live) {
    const { message } = event;
    if (!message || event.channel === undefined) return;
    const entries = this.entries(event.channel);
    const known = entries.get(message.ts);
    if (event.kind === 'deleted') {
      known?.node?.remove();
      entries.delete(message.ts);
    } else {
      const entry = known ?? { changes: 0, seen: new Set() };
      // A stream that begins anew tells the same changes again.
      const isNew = event.kind === 'changed' && !entry.seen.has(event.at);
      if (isNew) {
        entry.seen.add(event.at);
        entry.changes++;
        entry.changedAt = new Date(event.at);
      }
      if (!known || isNew) entry.message = message;
      entries.set(message.ts, entry);
      if (event.channel === this.current) this.draw(entry, live);
    }
    if (live && event.channel !== this.current) this.point(event.channel);
    this.hooks.event(event, live);
  }

  // point says that something happened in another region's channel.
  point(channel) {
    const region = this.regions.find((other) => other.channel === channel);
    if (!region) return;
    this.elsewhere.textContent = say('channel.elsewhere', { region: region.name });
    this.elsewhere.value = channel;
    this.elsewhere.hidden = false;
    this.elsewhere.onclick = () => {
      this.pick(channel);
      this.log.focus();
    };
  }

  redraw() {
    this.log.setAttribute('aria-busy', 'true');
    this.log.replaceChildren();
    this.lastDay = '';
    for (const entry of this.entries(this.current).values()) {
      entry.node = null;
      this.draw(entry, false);
    }
    if (!this.log.hasChildNodes()) this.log.append(el('p', { className: 'empty', textContent: say('channel.empty') }));
    this.log.setAttribute('aria-busy', 'false');
  }

  draw(entry, live) {
    const { message } = entry;
    if (message.thread_ts && message.thread_ts !== message.ts) {
      this.drawReplyCount(message.thread_ts);
      if (message.thread_ts === this.thread) this.drawThread(live);
      return;
    }
    if (!entry.node) this.place(entry);
    const fresh = entry.view.show(blocksOf(message));
    entry.when.textContent = entry.changes ? counted('card.changed', entry.changes, { at: hour(entry.changedAt) }) : '';
    this.drawReplyCount(message.ts);
    if (live) {
      for (const node of fresh) glow(node);
      glow(entry.node, 'touched');
      this.reveal(entry.node);
    }
  }

  // reveal brings a card that changed into sight inside its own log only.
  reveal(node) {
    const top = node.offsetTop - this.log.offsetTop;
    const fits = node.offsetHeight <= this.log.clientHeight;
    const seen = top >= this.log.scrollTop && top + node.offsetHeight <= this.log.scrollTop + this.log.clientHeight;
    if (!seen) this.log.scrollTop = fits ? top + node.offsetHeight - this.log.clientHeight + 16 : top - 8;
  }

  place(entry) {
    const { message } = entry;
    this.log.querySelector('.empty')?.remove();
    const at = stampOf(message.ts);
    if (this.lastDay !== day(at)) {
      this.lastDay = day(at);
      this.log.append(el('p', { className: 'when', textContent: this.lastDay }));
    }
    const parts = this.frame(message);
    entry.view = parts.view;
    entry.when = el('span', { className: 'changes' });
    entry.replies = el('button', { type: 'button', className: 'quiet' });
    entry.replies.addEventListener('click', () => this.openThread(message.ts, entry.replies));
    parts.node.append(el('p', { className: 'below' }, entry.replies, entry.when));
    entry.node = parts.node;
    this.log.append(parts.node);
  }

  // frame is a message's picture, author, hour and blocks.
  frame(message) {
    const app = Boolean(message.bot_id);
    const name = app ? say('name') : this.names[message.user] ?? message.user;
    const body = el('div', { className: 'blocks' });
    const act = this.author.options.length > 0 ? (block, item, button) => this.act(message, block, item, button) : null;
    const node = el('article', { className: 'post' },
      app ? el('img', { src: '/page/icon.svg', alt: '', width: 36, height: 36 }) : el('span', { className: 'face', textContent: initials(name), 'aria-hidden': 'true' }),
      el('p', { className: 'who' }, el('b', { textContent: name }), app ? el('span', { className: 'app', textContent: say('channel.app') }) : null,
        el('time', { textContent: hour(stampOf(message.ts)), dateTime: stampOf(message.ts).toISOString() })),
      body);
    return { node, view: new Blocks(body, this.names, app ? act : null) };
  }

  repliesTo(ts) {
    return [...this.entries(this.current).values()].map((entry) => entry.message).filter((message) => message.thread_ts === ts && message.ts !== ts);
  }

  drawReplyCount(ts) {
    const entry = this.entries(this.current).get(ts);
    if (!entry?.replies) return;
    const n = this.repliesTo(ts).length;
    const label = n > 0 ? counted('thread.replies', n) : say('thread.open');
    if (entry.replies.textContent !== label) entry.replies.textContent = label;
  }

  openThread(ts, opener) {
    this.thread = ts;
    this.opener = opener;
    this.threadShown = new Set();
    this.threadLog.replaceChildren();
    this.aside.hidden = false;
    this.drawThread(false);
    (this.author.options.length > 0 ? this.note : this.threadLog).focus();
  }

  drawThread(live) {
    for (const message of this.repliesTo(this.thread)) {
      if (this.threadShown.has(message.ts)) continue;
      this.threadShown.add(message.ts);
      this.threadLog.querySelector('.empty')?.remove();
      const { node, view } = this.frame(message);
      view.show(blocksOf(message));
      this.threadLog.append(node);
      if (live) glow(node, 'touched');
    }
    if (!this.threadLog.hasChildNodes()) this.threadLog.append(el('p', { className: 'empty', textContent: say('thread.empty') }));
    this.threadLog.scrollTop = this.threadLog.scrollHeight;
  }

  closeThread(back = true) {
    if (!this.aside.hidden && back) this.opener?.focus();
    this.aside.hidden = true;
    this.thread = '';
  }

  async writeNote() {
    const text = this.note.value.trim();
    if (!text) return;
    try {
      await post('messages', { user: this.author.value, channel: this.current, thread_ts: this.thread, text });
      this.note.value = '';
    } catch {
      this.hooks.failed(say('channel.failed'));
    }
  }

  // act plays a click on a button as the analyst chosen.
  async act(message, block, item, button) {
    button.disabled = true;
    await this.press({ user: this.author.value, channel: this.current, ts: message.ts, block_id: block.block_id, action_id: item.action_id });
    button.disabled = false;
  }

  async press(click) {
    try {
      const result = await post('click', click);
      if (result.status !== 200 || result.error) throw new Error(result.error);
    } catch {
      this.hooks.failed(say('channel.failed'));
    }
  }

  // command types a slash command into the channel.
  async command() {
    const input = document.getElementById('command');
    const [, command, text] = /^(\/\S+)\s*(.*)$/.exec(input.value.trim()) ?? [];
    if (!command) return;
    try {
      await post('commands', { user: this.author.value, channel: this.current, command, text });
      input.value = '';
    } catch {
      this.hooks.failed(say('channel.failed'));
    }
  }

  // whisper shows a message that one person alone sees, until it is taken away.
  whisper(message, channel) {
    if (channel !== this.current) return;
    const { node, view } = this.frame(message);
    node.classList.add('whisper');
    const away = el('button', { type: 'button', className: 'quiet', textContent: say('window.dismiss') });
    away.addEventListener('click', () => node.remove());
    node.append(el('p', { className: 'below' }, say('window.alone'), away));
    view.show(blocksOf(message));
    const log = message.thread_ts && message.thread_ts === this.thread ? this.threadLog : this.log;
    log.append(node);
    log.scrollTop = log.scrollHeight;
  }
}

function blocksOf(message) {
  return message.blocks?.length ? message.blocks : [{ type: 'section', text: { type: 'mrkdwn', text: message.text ?? '' } }];
}

const initials = (name) => name.split(/[\s.-]+/).map((part) => part[0] ?? '').join('').slice(0, 2).toUpperCase();

// glow marks an element for a moment; style.css says how.
function glow(node, name = 'fresh') {
  node.classList.remove(name);
  requestAnimationFrame(() => node.classList.add(name));
  clearTimeout(node.fading);
  node.fading = setTimeout(() => node.classList.remove(name), 2600);
}

