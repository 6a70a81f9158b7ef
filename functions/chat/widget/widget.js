// The chat's button on any site:
//
//   <script src="https://desk.example/chat/widget.js?site=SITE" async></script>
//
// It makes a button; at the first click, and not before, a frame of the desk's origin.
// Nothing is stored, and nothing but this file is fetched until then. It lives in a
// closed shadow tree beside the page's body, out of reach of the page's style, and uses
// nothing that a page's scripts commonly replace: no promises, no lists, no JSON.
'use strict';

(() => {
  const script = document.currentScript;
  const known = 'KNOWN';
  const origin = script.src.slice(0, script.src.indexOf('/chat/widget.js'));
  const wanted = (script.dataset.lang || document.documentElement.lang || navigator.language || '').slice(0, 2).toLowerCase();
  const lang = known.texts[wanted] ? wanted : known.languages[0];
  const say = known.texts[lang];
  const patience = 5000; // milliseconds within which a frame that may be shown says so

  // el makes an element; an icon is drawn, not written as markup.
  function el(tag, properties, parent) {
    const made = document.createElement(tag);
    for (const name in properties) made[name] = properties[name];
    parent.appendChild(made);
    return made;
  }
  function icon(path, parent) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    drawn.setAttribute('d', path);
    svg.appendChild(drawn);
    parent.appendChild(svg);
  }

  // An element's own style that is important outweighs every rule of the page. Sizes are in
  // em of the reader's own letters: pages change what a rem is.
  const host = document.createElement('aside');
  const own = { all: 'initial', display: 'block', position: 'fixed', 'inset-block-end': '0', 'inset-inline-end': '0', width: '0', height: '0', direction: say.direction, 'z-index': '2147483647', 'color-scheme': 'light dark' };
  for (const name in own) host.style.setProperty(name, own[name], 'important');
  host.lang = lang;
  host.setAttribute('aria-label', say.button);
  const root = host.attachShadow({ mode: 'closed' });

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { --panel: #fff; --ink: #1a2126; --line: #7c8893; --accent: ${known.colours.accent}; --on-accent: ${known.colours.on_accent}; }
    @media (prefers-color-scheme: dark) { :host { --panel: #1a2025; --ink: #e9edf0; --line: #76838e; --accent: ${known.colours.dark_accent}; --on-accent: ${known.colours.on_dark_accent}; } }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    .opener, .panel { font: 1em/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
    button { font: inherit; cursor: pointer; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; box-shadow: 0 0 0 3px var(--panel); }
    .opener { position: fixed; inset-block-end: max(1em, env(safe-area-inset-bottom)); inset-inline-end: 1em; display: flex; align-items: center; gap: .6em; max-width: calc(100vw - 2em); min-height: 3em; padding: .5em 1.15em; border: 2px solid var(--accent); border-radius: 1.6em; background: var(--accent); color: var(--on-accent); font-weight: 600; text-align: start; cursor: pointer; box-shadow: 0 2px 12px rgb(0 0 0 / 25%); }
    .opener:hover { text-decoration: underline; }
    .opener svg { flex: none; width: 1.4em; height: 1.4em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    .opener.fresh::after { content: ""; flex: none; width: .7em; height: .7em; border-radius: 50%; background: currentColor; }
    .panel { position: fixed; inset-block-end: 1em; inset-inline-end: 1em; width: min(26em, calc(100vw - 2em)); height: min(44em, calc(100dvh - 2em)); overflow: hidden; border: 1px solid var(--line); border-radius: 1em; background: var(--panel); color: var(--ink); box-shadow: 0 8px 40px rgb(0 0 0 / 30%); }
    @media (max-width: 30em), (max-height: 30em) { .panel { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; } }
    iframe { display: block; width: 100%; height: 100%; border: 0; background: var(--panel); color-scheme: light dark; }
    .instead { position: absolute; inset: 0; display: flex; flex-direction: column; justify-content: center; gap: 1em; padding: 1.5em; background: var(--panel); }
    .instead p { margin: 0; }
    .instead a, .instead button { min-height: 2.75em; padding: .6em 1em; border: 1px solid var(--line); border-radius: .6em; background: none; color: var(--ink); text-align: center; }
    .instead a { border-color: var(--accent); background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none; }
    @media (forced-colors: active) { .opener, .instead a { border: 2px solid; } }
  `);
  root.adoptedStyleSheets = [sheet];

  const opener = el('button', { type: 'button', className: 'opener' }, root);
  icon('M4 5h16v11H9l-5 4zM8.5 9h7M8.5 12h4.5', opener);
  const label = el('span', { textContent: say.button }, opener);
  opener.setAttribute('aria-expanded', 'false');
  let panel = null;
  let frame = null;
  let instead = null;
  let ready = false;
  let refused = false;

  const address = `${origin}/chat/frame?lang=${lang}${known.site}`;
  const tell = (what) => { if (ready) frame.contentWindow.postMessage({ relais: what }, origin); };

  // elsewhere opens the conversation in a tab of its own and tells whether it may.
  function elsewhere() {
    const tab = window.open(address, '_blank');
    if (!tab) return false;
    tab.opener = null;
    return true;
  }

  function open() {
    if (refused && elsewhere()) return;
    if (!panel) make();
    panel.hidden = false;
    opener.hidden = true;
    opener.className = 'opener';
    label.textContent = say.button;
    opener.setAttribute('aria-expanded', 'true');
    if (refused) blocked();
    else frame.focus();
    tell('shown');
  }

  function close() {
    panel.hidden = true;
    opener.hidden = false;
    opener.setAttribute('aria-expanded', 'false');
    opener.focus();
    tell('hidden');
  }

  function make() {
    panel = el('div', { className: 'panel' }, root);
    instead = el('div', { className: 'instead', hidden: true }, panel);
    el('p', { textContent: say.blocked }, instead);
    el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', textContent: say.tab }, instead);
    el('button', { type: 'button', textContent: say.close }, instead).addEventListener('click', close);
    const mine = frame = el('iframe', { title: say.button, referrerPolicy: 'no-referrer', allow: '' }, panel);
    frame.src = address;
    setTimeout(() => { if (frame === mine && !ready) blocked(); }, patience);
  }

  // blocked shows the way that is left where the frame is not allowed, or does not come.
  function blocked() {
    refused = true;
    frame.hidden = true;
    instead.hidden = false;
    instead.querySelector('a').focus();
  }

  document.addEventListener('securitypolicyviolation', (event) => {
    if (!frame || refused || event.effectiveDirective !== 'frame-src' || event.blockedURI.indexOf(origin) !== 0) return;
    refused = true;
    if (elsewhere()) close();
    else blocked();
  });
  window.addEventListener('message', (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin || !event.data) return;
    const said = event.data.relais;
    if (said === 'ready') {
      ready = true;
      refused = false;
      frame.hidden = false;
      instead.hidden = true;
      if (!panel.hidden) frame.focus();
      tell(panel.hidden ? 'hidden' : 'shown');
    }
    if (said === 'close') close();
    if (said === 'fresh' && panel.hidden) {
      opener.className = 'opener fresh';
      label.textContent = say.fresh;
    }
    if (said === 'leave') {
      panel.remove();
      panel = frame = null;
      ready = false;
      opener.hidden = false;
      if (here) location.replace(event.data.address);
    }
  });
  // Leaving by a key works with the focus in the page too. The conversation counts, and of
  // what is typed here it learns no more than whether it was Shift by itself. It cannot lead
  // the page away itself unless it was the last to be used.
  let here = false;
  window.addEventListener('keydown', (event) => {
    if (event.isTrusted) tell(event.key === 'Shift' && !event.isComposing && !event.ctrlKey && !event.altKey && !event.metaKey ? 'shift' : 'other');
  }, true);
  window.addEventListener('keyup', (event) => {
    if (!event.isTrusted || event.key !== 'Shift') return;
    here = true;
    tell('lifted');
  }, true);
  window.addEventListener('pointerdown', () => tell('other'), true);
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && panel && !panel.hidden) close();
  });
  opener.addEventListener('click', open);
  document.documentElement.appendChild(host);
  // Above all else, whatever the page turns, clips or stacks.
  try {
    host.popover = 'manual';
    host.showPopover();
  } catch (e) { /* an older browser: the highest of layers must do */ }
})();
