// What Slack shows to one person alone: windows above one another, their home tab,
// and notes in the channel that nobody else sees.

import { Blocks } from './blocks.js';
import { el, say } from './text.js';
import { follow } from './stream.js';

export class Windows {
  // hooks: post(path, body), names, whispered(message), failed(text), connected(yes).
  constructor(hooks) {
    this.hooks = hooks;
    this.dialog = document.getElementById('window');
    this.title = document.getElementById('window-title');
    this.body = document.getElementById('window-body');
    this.form = document.getElementById('window-form');
    this.send = document.getElementById('window-send');
    this.leave = document.getElementById('window-close');
    this.stack = []; // views, the top last
    this.user = '';

    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.leave.addEventListener('click', () => this.close());
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault(); // the app is told, and the window goes with its answer
      this.close();
    });
  }

  // as shows what a person sees.
  as(user) {
    if (user === this.user) return;
    this.end?.();
    this.user = user;
    this.stack = [];
    this.draw();
    if (user) this.end = follow(`/standin/slack/users/${user}/events`, (event, live) => live && this.show(event), this.hooks.connected);
  }

  home() {
    return this.hooks.post('home', { user: this.user });
  }

  show(event) {
    if (event.kind === 'ephemeral') {
      this.hooks.whispered(event.message, event.channel);
      return;
    }
    const { view } = event;
    if (!view) return;
    const at = this.stack.findIndex((other) => other.id === view.id);
    if (event.kind === 'view_closed') {
      if (at >= 0) this.stack.splice(at, 1);
    } else if (at >= 0) this.stack[at] = view;
    else if (view.root_view_id === view.id) this.stack = [view];
    else this.stack.push(view);
    this.draw();
  }

  draw() {
    const view = this.stack.at(-1);
    if (!view) {
      this.dialog.close();
      return;
    }
    this.title.textContent = view.type === 'home' ? say('window.home') : view.title?.text ?? '';
    this.send.hidden = !view.submit;
    this.send.textContent = view.submit?.text ?? '';
    this.leave.textContent = view.close?.text ?? say('window.close');
    this.body.replaceChildren();
    const blocks = new Blocks(this.body, this.hooks.names, (block, item, button) => this.click(view, block, item, button));
    blocks.show(view.blocks ?? []);
    this.body.scrollTop = 0;
    if (!this.dialog.open) this.dialog.showModal();
    (this.body.querySelector('textarea, input, select') ?? this.leave).focus();
  }

  async click(view, block, item, button) {
    button.disabled = true;
    await this.hooks.press({ user: this.user, view: view.id, block_id: block.block_id, action_id: item.action_id });
    button.disabled = false;
  }

  async submit() {
    const fields = {};
    for (const input of this.body.querySelectorAll('[data-action]')) {
      const { action } = input.dataset;
      if (input.type === 'checkbox') {
        if (input.checked) fields[action] = [fields[action], input.value].filter(Boolean).join(',');
      } else fields[action] = input.value;
    }
    for (const fault of this.body.querySelectorAll('.fault')) fault.remove();
    this.send.disabled = true;
    try {
      const result = await this.hooks.post('submit', { user: this.user, fields });
      if (result.status !== 200 || result.error) throw new Error(result.error);
      const answer = result.answer ? JSON.parse(result.answer) : {};
      for (const [id, text] of Object.entries(answer.errors ?? {})) {
        this.body.querySelector(`[data-block="${CSS.escape(id)}"]`)?.append(el('p', { className: 'fault', role: 'alert', textContent: text }));
      }
    } catch {
      this.hooks.failed(say('channel.failed'));
    }
    this.send.disabled = false;
  }

  async close() {
    const view = this.stack.at(-1);
    if (view?.type === 'home') {
      this.stack.pop();
      this.draw();
      return;
    }
    try {
      await this.hooks.post('close', { user: this.user });
    } catch {
      this.stack = []; // a window from before this page was opened
      this.draw();
    }
  }
}
