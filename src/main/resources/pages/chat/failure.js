import { element } from './dom.js';
import { count } from './format.js';

/** A failure in the service's own words, with what was refunded, and perhaps a button to go on. */
export function failure(ex, label, action) {
  const box = element('div', { className: 'failure', role: 'alert' }, element('p', { textContent: ex.message }));
  if (ex.refunded) {
    box.append(element('p', { textContent: `The message was refunded: you have ${count(ex.balance, 'token')}.` }));
  }
  if (action) {
    const button = element('button', { type: 'button', textContent: label, onclick: action });
    box.append(button);
    countDown(button, ex.retryAfter);
  }
  return box;
}

/** Keeps a button disabled for some seconds, and shows how many are left. */
export function countDown(button, seconds) {
  const label = button.textContent;
  const end = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${label} in ${left} s` : label;
    if (left > 0) {
      setTimeout(tick, 250);
    }
  };
  if (seconds > 0) {
    tick();
  }
}
