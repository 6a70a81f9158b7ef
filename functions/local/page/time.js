// The desk's clock as a person in metropolitan France reads it. Instants are Dates.

import { locale } from './text.js';

const zone = 'Europe/Paris';
const writer = (options) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
const hourWriter = writer({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const secondWriter = writer({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const dayWriter = writer({ weekday: 'long', day: 'numeric', month: 'long' });
const partsWriter = new Intl.DateTimeFormat('en', {
  timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
});

export const hour = (date) => hourWriter.format(date);
export const second = (date) => secondWriter.format(date);
export const day = (date) => dayWriter.format(date);

// wall returns what clock and calendar show at an instant, as if it were UTC.
function wall(date) {
  const shown = Object.fromEntries(partsWriter.formatToParts(date).map((part) => [part.type, Number(part.value)]));
  return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second);
}

// instant is the reverse of wall. The second round settles the days on which the
// clocks change.
function instant(shown) {
  let guess = shown;
  for (let round = 0; round < 2; round++) guess += shown - wall(new Date(guess));
  return new Date(guess);
}

// next returns the first weekday (0 is Sunday) at hours and minutes after an instant.
export function next(weekday, hours, minutes, after) {
  const today = new Date(wall(after));
  for (let ahead = 0; ; ahead++) {
    const shown = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + ahead, hours, minutes);
    const found = instant(shown);
    if (new Date(shown).getUTCDay() === weekday && found > after) return found;
  }
}

// Clock shows the desk's time and moves it. It only goes forward.
export class Clock {
  constructor() {
    this.offset = 0; // desk's time less this machine's, milliseconds
    this.watchers = [];
  }

  now() { return new Date(Date.now() + this.offset); }

  set(now) {
    this.offset = new Date(now).getTime() - Date.now();
    this.tick();
  }

  watch(show) { this.watchers.push(show); }

  tick() { for (const show of this.watchers) show(this.now()); }

  start() {
    this.tick();
    setInterval(() => this.tick(), 1000);
  }

  // move asks the desk for a later time: {to} or {by}. It returns whether it did.
  async move(wish) {
    const answer = await fetch('/demo/clock', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wish),
    });
    if (answer.ok) this.set((await answer.json()).now);
    return answer.ok;
  }
}
