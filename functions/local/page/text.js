// Texts, numbers and elements. Everything a person reads comes from the catalog,
// and everything a person wrote enters the page as text, never as markup.

export const language = document.documentElement.lang;

// locale writes dates and numbers: European English, for the desk is in France.
export const locale = language === 'en' ? 'en-GB' : language;

let texts = {};

export async function loadTexts() {
  const answer = await fetch(`/page/texts.json?lang=${encodeURIComponent(language)}`);
  texts = await answer.json();
}

// say returns a text with its {{.values}} filled in; an id without text is shown
// as it is, so that it is seen.
export function say(id, values = {}) {
  return (texts[id] ?? id).replace(/\{\{\s*\.(\w+)\s*\}\}/g, (_, name) => values[name] ?? '');
}

// counted picks the text for one or for several: id.single, id.several.
export function counted(id, n, values = {}) {
  return say(`${id}.${n === 1 ? 'single' : 'several'}`, { n: String(n), ...values });
}

// lasted writes how long something took, in the unit that fits.
export function lasted(milliseconds) {
  const seconds = milliseconds >= 1000;
  const unit = new Intl.NumberFormat(locale, { style: 'unit', unit: seconds ? 'second' : 'millisecond', maximumFractionDigits: seconds ? 1 : 0 });
  return unit.format(seconds ? milliseconds / 1000 : Math.max(1, milliseconds));
}

// el makes an element. Properties are set as such, those with a dash as
// attributes; children are elements or text.
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.includes('-') || name === 'role') made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}

// spoken writes a French number the way people read it: 06 39 98 01 23.
export function spoken(e164) {
  const french = /^\+33(\d{9})$/.exec(e164);
  return french ? `0${french[1]}`.replace(/(\d\d)(?=\d)/g, '$1\u00a0') : e164;
}
