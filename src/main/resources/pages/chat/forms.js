import { clone, element } from './dom.js';
import { count } from './format.js';

/** Sends a form by an action, and shows at its fields what the service refuses. */
export function onSubmit(form, action) {
  const button = form.querySelector('[type=submit]');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    form.querySelectorAll('.failure, .field-error, .flash').forEach((old) => old.remove());
    form.querySelectorAll('[aria-invalid]').forEach((field) => field.removeAttribute('aria-invalid'));
    button.disabled = true;
    await action(Object.fromEntries(new FormData(form)))
      .finally(() => { button.disabled = false; })
      .catch((ex) => showRefusal(form, button, ex));
  });
}

/** Opens a dialog with a form. It closes when its action is done. */
export function openDialog(template, action) {
  const dialog = clone(template);
  const { root, form, cancel } = dialog;
  onSubmit(form, async (values) => {
    await action(values);
    root.close();
  });
  cancel.onclick = () => root.close();
  root.onclose = () => root.remove();
  document.body.append(root);
  root.showModal();
  return dialog;
}

function showRefusal(form, button, ex) {
  const refused = Object.entries(ex.errors ?? {}).filter(([name]) => form.elements[name]);
  for (const [name, sentences] of refused) {
    const field = form.elements[name];
    const text = element('small', { id: `${field.id}-error`, className: 'field-error', textContent: sentences.join(' ') });
    field.setAttribute('aria-describedby', text.id);
    field.setAttribute('aria-invalid', 'true');
    field.after(text);
  }
  if (refused.length > 0) {
    form.elements[refused[0][0]].focus();
  } else {
    button.before(failure(ex));
    countDown(button, ex.retryAfter);
  }
}

/** A failure in the service's own words, with what was refunded, and perhaps a button to go on. */
export function failure(ex, label, action) {
  const box = element('div', { className: 'failure', role: 'alert' }, element('p', { textContent: ex.message }));
  if (ex.refunded) {
    box.append(element('p', { textContent: `The message was refunded: you have ${count(ex.balance, 'token')}.` }));
  }
  if (label) {
    const button = element('button', { type: 'button', textContent: label, onclick: action });
    box.append(button);
    countDown(button, ex.retryAfter);
  }
  return box;
}

/** Keeps a button disabled for some seconds, and shows how many are left. */
export function countDown(button, seconds, label = button.textContent) {
  button.disabled = seconds > 0;
  button.textContent = seconds > 0 ? `${label} (${seconds} s)` : label;
  if (seconds > 0) {
    setTimeout(() => countDown(button, seconds - 1, label), 1000);
  }
}
