/* Numbers and times in the language and the time zone of the reader */
const MOMENT = new Intl.DateTimeFormat(navigator.languages, { dateStyle: 'medium', timeStyle: 'short' });
const CLOCK = new Intl.DateTimeFormat(navigator.languages, { timeStyle: 'short' });

export const number = new Intl.NumberFormat(navigator.languages).format;
export const change = new Intl.NumberFormat(navigator.languages, { signDisplay: 'exceptZero' }).format;
export const count = (value, unit) => `${number(value)} ${unit}${value === 1 ? '' : 's'}`;

/** Fills and returns a time element; a time of today needs no date. */
export function showTime(target, timestamp) {
  const time = new Date(timestamp);
  const today = time.toDateString() === new Date().toDateString();
  const textContent = (today ? CLOCK : MOMENT).format(time);
  return Object.assign(target, { dateTime: timestamp, title: MOMENT.format(time), textContent });
}
