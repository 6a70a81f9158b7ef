// Block Kit as elements. Marks in texts are read by a small tokenizer; whatever it
// does not know stays the text it is.

import { el } from './text.js';

const emojis = {
  rotating_light: '🚨', warning: '⚠️', red_circle: '🔴', large_orange_circle: '🟠', large_yellow_circle: '🟡', large_green_circle: '🟢',
  white_check_mark: '✅', heavy_check_mark: '✔️', x: '❌', hourglass: '⌛', hourglass_flowing_sand: '⏳', clock1: '🕐', alarm_clock: '⏰',
  bell: '🔔', eyes: '👀', telephone_receiver: '📞', iphone: '📱', house: '🏠', lock: '🔒', unlock: '🔓', computer: '💻', sos: '🆘',
  information_source: 'ℹ️', arrow_right: '➡️', question: '❓', memo: '📝', crescent_moon: '🌙', sunny: '☀️', raising_hand: '🙋',
};

// Marks that enclose a text: the sign, then the element.
const marks = { '*': 'b', _: 'i', '~': 's', '`': 'code' };

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

const plain = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity]);

const emoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emojis[name] ?? whole);

// mrkdwn turns Slack's marks into nodes.
export function mrkdwn(source, names = {}) {
  const nodes = [];
  const words = (text) => { if (text) nodes.push(emoji(plain(text))); };
  // <…> | ```…``` | a mark that stands at the edge of a word and closes in its line
  const pattern = /<([^<>\n]+)>|```([\s\S]+?)```|(?<![\p{L}\p{N}])([*_~`])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])/gu;
  let from = 0;
  for (const found of source.matchAll(pattern)) {
    words(source.slice(from, found.index));
    from = found.index + found[0].length;
    const [, angled, block, mark, inner] = found;
    if (angled) nodes.push(reference(angled, names));
    else if (block) nodes.push(el('pre', { textContent: plain(block) }));
    else if (mark === '`') nodes.push(el('code', { textContent: plain(inner) }));
    else nodes.push(el(marks[mark], {}, ...mrkdwn(inner, names)));
  }
  words(source.slice(from));
  return nodes;
}

// reference is what stands between angle brackets: a link, a person, a channel.
function reference(source, names) {
  const [target, label] = source.split('|', 2);
  if (target.startsWith('@')) return el('span', { className: 'mention', textContent: `@${names[target.slice(1)] ?? label ?? target.slice(1)}` });
  if (target.startsWith('#')) return el('span', { className: 'mention', textContent: `#${label ?? names[target.slice(1)] ?? target.slice(1)}` });
  if (target.startsWith('!date')) return plain(label ?? '');
  if (target.startsWith('!')) return el('span', { className: 'mention', textContent: `@${label ?? target.slice(1)}` });
  return link(plain(target), plain(label ?? target));
}

function link(address, label) {
  if (!/^(?:https?:\/\/|mailto:)/i.test(address)) return label;
  return el('a', { href: address, textContent: label, target: '_blank', rel: 'noopener noreferrer' });
}

// lines keeps line breaks and turns lines that begin with ">" into quotes.
function lines(source, names) {
  const parts = [];
  for (const line of source.split('\n')) {
    const quote = /^(?:&gt;|>)\s?/.exec(line);
    const previous = parts.at(-1);
    if (previous && previous.quote === Boolean(quote)) previous.text += `\n${line.slice(quote?.[0].length ?? 0)}`;
    else parts.push({ quote: Boolean(quote), text: line.slice(quote?.[0].length ?? 0) });
  }
  return parts.map(({ quote, text }) => el(quote ? 'blockquote' : 'p', {}, ...mrkdwn(text, names)));
}

function words(object, names) {
  if (object.type === 'mrkdwn') return lines(object.text ?? '', names);
  return [el('p', { textContent: emoji(object.text ?? '') })];
}

// Blocks shows the blocks of one message and touches only those that changed, so
// that a reader, or a screen reader, is told what is new and nothing else.
export class Blocks {
  // act(block, item, button) is called for a click; null: buttons are disabled.
  constructor(root, names, act) {
    Object.assign(this, { root, names, act, shown: [] });
  }

  // show draws blocks and returns the elements of those that were not there before.
  show(blocks) {
    const before = [...this.shown];
    const fresh = [];
    this.shown = blocks.map((block) => {
      // Slack gives a block that has no id another one each time.
      const { block_id: _, ...content } = block;
      const source = JSON.stringify(content);
      const same = before.findIndex((part) => part.source === source);
      if (same >= 0) {
        const [part] = before.splice(same, 1);
        part.block = block;
        return part;
      }
      const part = { source, block };
      part.node = el('div', { className: `block ${String(block.type).replaceAll('_', '-')}` }, ...this.draw(part));
      fresh.push(part.node);
      return part;
    });
    for (const { node } of before) node.remove();
    this.shown.forEach(({ node }, i) => {
      if (this.root.children[i] !== node) this.root.insertBefore(node, this.root.children[i] ?? null);
    });
    return fresh;
  }

  draw(part) {
    const { block } = part;
    switch (block.type) {
      case 'header':
        return [el('h3', { textContent: emoji(block.text?.text ?? '') })];
      case 'divider':
        return [el('hr')];
      case 'section':
        return [
          block.text ? el('div', { className: 'said' }, ...words(block.text, this.names)) : null,
          block.fields ? el('div', { className: 'fields' }, ...block.fields.map((field) => el('div', {}, ...words(field, this.names)))) : null,
          block.accessory ? this.element(part, block.accessory) : null,
        ];
      case 'context':
        return (block.elements ?? []).map((item) => item.type === 'image'
          ? el('span', { className: 'mention', textContent: item.alt_text ?? '' })
          : el('div', {}, ...words(item, this.names)));
      case 'actions':
        return (block.elements ?? []).map((item) => this.element(part, item));
      case 'input':
        return [this.input(block)];
      case 'rich_text':
        return (block.elements ?? []).map((item) => this.rich(item));
      case 'image':
        return [el('p', { className: 'mention', textContent: block.alt_text ?? '' })];
      case 'markdown':
        return lines(block.text ?? '', this.names);
      default:
        return [el('p', { textContent: block.text?.text ?? block.type })];
    }
  }

  element(part, item) {
    if (item.type !== 'button') return el('span', { className: 'mention', textContent: item.placeholder?.text ?? item.type });
    const button = el('button', {
      type: 'button', className: `plain ${item.style ?? ''}`, textContent: emoji(item.text?.text ?? ''), disabled: !this.act,
      'aria-label': item.accessibility_label,
    });
    button.addEventListener('click', () => this.act(part.block, item, button));
    return button;
  }

  // input is a question of a form; Windows reads what was answered.
  input(block) {
    const item = block.element ?? {};
    const name = block.label?.text ?? '';
    const common = { 'data-action': item.action_id, required: !block.optional };
    let field;
    switch (item.type) {
      case 'static_select':
        field = el('select', common, el('option', { value: '', textContent: '' }), ...(item.options ?? []).map((option) => el('option', {
          value: option.value, textContent: option.text?.text ?? '', selected: option.value === item.initial_option?.value,
        })));
        break;
      case 'checkboxes':
        return el('fieldset', { 'data-block': block.block_id }, el('legend', { textContent: name }), ...(item.options ?? []).map((option) => el('label', { className: 'tick' },
          el('input', { type: 'checkbox', value: option.value, 'data-action': item.action_id }), option.text?.text ?? '')));
      default:
        field = item.multiline
          ? el('textarea', { ...common, rows: 5, maxLength: item.max_length ?? 3000, value: item.initial_value ?? '' })
          : el('input', { ...common, type: 'text', maxLength: item.max_length ?? 3000, value: item.initial_value ?? '', autocomplete: 'off' });
    }
    return el('label', { className: 'question', 'data-block': block.block_id }, el('b', { textContent: name }), field,
      block.hint ? el('span', { className: 'fine', textContent: block.hint.text ?? '' }) : null);
  }

  rich(item) {
    const inline = () => (item.elements ?? []).map((part) => this.inline(part));
    switch (item.type) {
      case 'rich_text_list':
        return el(item.style === 'ordered' ? 'ol' : 'ul', {}, ...(item.elements ?? []).map((entry) => el('li', {}, ...(entry.elements ?? []).map((part) => this.inline(part)))));
      case 'rich_text_quote':
        return el('blockquote', {}, ...inline());
      case 'rich_text_preformatted':
        return el('pre', {}, ...inline());
      default:
        return el('p', {}, ...inline());
    }
  }

  inline(part) {
    switch (part.type) {
      case 'text': {
        const style = part.style ?? {};
        let node = part.text ?? '';
        for (const [name, tag] of [['code', 'code'], ['bold', 'b'], ['italic', 'i'], ['strike', 's']]) if (style[name]) node = el(tag, {}, node);
        return node;
      }
      case 'emoji':
        return emojis[part.name] ?? `:${part.name}:`;
      case 'link':
        return link(part.url ?? '', part.text ?? part.url ?? '');
      case 'user':
        return el('span', { className: 'mention', textContent: `@${this.names[part.user_id] ?? part.user_id}` });
      case 'channel':
        return el('span', { className: 'mention', textContent: `#${this.names[part.channel_id] ?? part.channel_id}` });
      case 'broadcast':
        return el('span', { className: 'mention', textContent: `@${part.range}` });
      default:
        return part.fallback ?? '';
    }
  }
}
