// The demo's page: puts phone, channel, clock and the way of a message together.

import { Channel } from './channel.js';
import { Phone } from './phone.js';
import { el, language, lasted, loadTexts, say, spoken } from './text.js';
import { Clock, day, hour, next, second } from './time.js';

const $ = (id) => document.getElementById(id);
const clock = new Clock();
let numbers = [];

// notice says something for a few seconds, without moving the page.
let noticed = 0;
function notice(text, lasting = false) {
  clearTimeout(noticed);
  $('notice').textContent = text;
  $('notice').classList.toggle('shown', Boolean(text));
  if (text && !lasting) noticed = setTimeout(() => notice(''), 6000);
}

// announce says to a screen reader what the eye sees anyway.
function announce(text) { $('announced').textContent = text; }

// connected keeps an eye on each stream and says when one is broken.
function connection() {
  const broken = new Set();
  return (name) => (yes) => {
    const before = broken.size;
    if (yes) broken.delete(name);
    else broken.add(name);
    if (broken.size > 0) notice(say('offline'), true);
    else if (before > 0) notice('');
  };
}

async function state() {
  const answer = await fetch('/demo/state');
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// The way of a message: each station lights up when an event shows that it was passed.
const way = {
  pass(station, text) {
    const item = document.querySelector(`[data-station="${station}"]`);
    item.querySelector('span.live').textContent = text;
    item.classList.add('reached');
    item.classList.remove('passed');
    requestAnimationFrame(() => item.classList.add('passed'));
    clearTimeout(item.fading);
    item.fading = setTimeout(() => item.classList.remove('passed'), 4000);
  },

  phone(event, live) {
    if (!live) return;
    if (event.kind === 'inbound') {
      this.written = Date.parse(event.at);
      this.pass('message', second(new Date(event.at)));
    }
    if (event.kind === 'webhook' && event.call?.status === 200 && !event.call.unheard) {
      this.pass('log', say('flow.took', { time: lasted(event.call.took_nanoseconds / 1e6) }));
    }
  },

  // What the chat tells its other tabs: a message is on its way, and the desk has it.
  chat({ wrote, woke }) {
    if (wrote) {
      this.posted = performance.now();
      this.written = clock.now().getTime();
      this.pass('message', second(clock.now()));
    }
    if (woke && this.posted) {
      this.pass('log', say('flow.took', { time: lasted(performance.now() - this.posted) }));
      this.posted = 0;
    }
  },

  channel(event, live) {
    if (!live || !event.message?.bot_id) return;
    this.pass('queue', second(new Date(event.at)));
    // Longer than a minute: the card changed for another reason than this message.
    const took = Date.parse(event.at) - this.written;
    this.pass('centre', took >= 0 && took < 60_000 ? say('flow.took', { time: lasted(took) }) : second(new Date(event.at)));
  },
};

function showClock() {
  const shown = { day: '', hour: '' };
  clock.watch((now) => {
    if (shown.hour !== hour(now)) $('now-hour').textContent = $('phone-hour').textContent = shown.hour = hour(now);
    if (shown.day !== day(now)) $('now-day').textContent = shown.day = day(now);
    $('now').dateTime = now.toISOString();
  });
  for (const button of document.querySelectorAll('.steps button')) {
    const { by, weekday, time } = button.dataset;
    const to = () => {
      const [hours, minutes] = time.split(':').map(Number);
      return next(Number(weekday), hours, minutes, clock.now());
    };
    if (weekday) {
      const tell = () => { button.title = `${day(to())} ${hour(to())}`; };
      button.addEventListener('pointerenter', tell);
      button.addEventListener('focus', tell);
    }
    button.addEventListener('click', async () => {
      const moved = await clock.move(by ? { by } : { to: to().toISOString() }).catch(() => false);
      if (moved) announce(say('clock.moved', { at: `${day(clock.now())} ${hour(clock.now())}` }));
      else notice(say('clock.refused'));
    });
  }
}

function showFlow() {
  const toggle = $('flow-toggle');
  const set = (open) => {
    $('flow').hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
  };
  toggle.addEventListener('click', () => set($('flow').hidden));
  set(window.matchMedia('(min-width: 64em) and (min-height: 45em)').matches);
}

// showWays lets choose how the person writes: from a phone, or in the chat on the site of
// a chamber of commerce, which is fetched when it is first wanted. It returns what begins
// the chat anew.
function showWays() {
  const site = $('site');
  const address = `/page/chamber?lang=${encodeURIComponent(language)}`;
  const by = (chat) => {
    $('by-chat').setAttribute('aria-pressed', String(chat));
    $('by-sms').setAttribute('aria-pressed', String(!chat));
    $('sender-pick').hidden = $('phone-screen').hidden = chat;
    $('site-screen').hidden = !chat;
    if (chat && !site.src) site.src = address;
  };
  $('by-sms').addEventListener('click', () => by(false));
  $('by-chat').addEventListener('click', () => by(true));
  return () => {
    sessionStorage.removeItem('relais'); // where the widget keeps its conversation
    if (site.src) site.src = address;
  };
}

// showNumbers tells whom the phone writes to, and lets choose if there are several.
function showNumbers(channel) {
  const picker = $('number');
  picker.replaceChildren(...numbers.map((number) => el('option', { value: number.e164, textContent: number.name })));
  picker.hidden = numbers.length < 2;
  // The story that the demo tells begins in Occitanie.
  picker.value = numbers.find((number) => number.region === '76')?.e164 ?? numbers[0]?.e164;
  const show = () => {
    const number = numbers.find((other) => other.e164 === picker.value);
    $('called').textContent = number ? spoken(number.e164) : '';
    if (number) channel.pickRegion(number.region);
  };
  picker.addEventListener('change', show);
  show();
}

async function start() {
  await loadTexts();
  const now = await state();
  clock.set(now.now);
  $('clock-fixed').hidden = !now.fixed;
  for (const steps of document.querySelectorAll('.steps')) steps.hidden = now.fixed;
  numbers = now.numbers;

  const connected = connection();
  const phone = new Phone({
    number: () => $('number').value, failed: notice, connected: connected('phone'),
    event: (event, live) => way.phone(event, live),
  });
  const channel = new Channel({ failed: notice, connected: connected('channel'), event: (event, live) => way.channel(event, live) });
  new BroadcastChannel('relais').onmessage = ({ data }) => way.chat(data);
  showClock();
  showFlow();
  clock.start();
  await channel.start(now.regions);
  showNumbers(channel);
  phone.start();
  const anew = showWays();
  $('restart').addEventListener('click', () => {
    phone.another();
    anew();
    announce(say('restart.done'));
  });
  // Another tab, or a restart, may have moved the desk's clock.
  setInterval(() => state().then((fresh) => clock.set(fresh.now)).catch(() => {}), 15_000);
  document.documentElement.dataset.ready = 'yes';
}

start().catch(() => notice(say('offline'), true));
