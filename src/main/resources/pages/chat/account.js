import { announce, clone, element } from './dom.js';
import { showTime } from './format.js';
import { failure, onSubmit, openDialog } from './forms.js';
import { session } from './session.js';

/** The view of the account: password, sessions, export, erasure. */
export function accountView() {
  const { root, username, since, passwordForm, ...buttons } = clone('account');
  username.textContent = session.username;
  passwordForm.elements.username.value = session.username;
  onSubmit(passwordForm, async ({ current_password, new_password }) => {
    const { message } = await session.call('/password', { body: { current_password, new_password } });
    passwordForm.reset();
    passwordForm.append(element('p', { className: 'flash', textContent: message }));
    announce(message);
  });
  const act = (button, action) =>
    button.addEventListener('click', () => action().catch((ex) => button.after(failure(ex))));
  act(buttons.logOut, () => session.logOut(false));
  act(buttons.logOutEverywhere, () => session.logOut(true));
  act(buttons.export, () => download(`aichat-${session.username}.json`));
  buttons.erase.onclick = () => {
    const dialog = openDialog('erasure', async ({ password }) => {
      const { message } = await session.call('/account', { method: 'DELETE', body: { password } });
      session.end(message);
    });
    dialog.username.value = session.username;
  };
  const open = async () => {
    const { created_at: created } = await session.call('/account');
    since.textContent = showTime(since, created).title;
  };
  return { title: 'Account', root, open };
}

async function download(name) {
  const file = await session.call('/account/export', { read: (response) => response.blob() });
  const href = URL.createObjectURL(file);
  element('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href));
}
