import { clone } from './dom.js';
import { count, number } from './format.js';
import { onSubmit } from './forms.js';
import { session } from './session.js';
import { wallet } from './wallet.js';

/** The view of a visitor: what this costs, and the form to sign up or log in. */
export function signInView() {
  const { root, form, offer, endReason, submit, password, signUp, logIn } = clone('sign-in');
  const isNew = ['', '#/', '#/sign-up'].includes(location.hash) && !session.endReason;
  endReason.textContent = session.endReason;
  session.endReason = '';
  submit.textContent = isNew ? 'Sign up' : 'Log in';
  (isNew ? signUp : logIn).ariaCurrent = 'page';
  password.autocomplete = isNew ? 'new-password' : 'current-password';
  password.minLength = isNew ? 8 : 0;
  onSubmit(form, ({ username, password: secret }) =>
    isNew ? session.register(username, secret) : session.logIn(username, secret));
  wallet.loadPricing().then(({ opening_balance: opening, price }) => {
    offer.textContent = `You start with ${count(opening, 'token')}. A message costs ${number(price)}; one that fails costs nothing.`;
  }, () => {});
  return root;
}
