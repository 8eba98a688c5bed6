import { randomKey } from './delivery.js';
import { announce } from './dom.js';
import { count, number } from './format.js';
import { openDialog } from './forms.js';
import { send } from './http.js';
import { session } from './session.js';

/** How long the shown balance takes to reach the new one, in milliseconds. */
const TICKING = 400;
/** The top-up that the dialog suggests, in messages. */
const SUGGESTION = 20;

/** The prices and the balance in tokens, which several views show. */
class Wallet extends EventTarget {
  balance = 0;
  pricing;

  async load() {
    const [{ tokens }] = await Promise.all([session.call('/balance'), this.loadPricing()]);
    this.update(tokens);
  }

  async loadPricing() {
    return (this.pricing ??= await send('/pricing'));
  }

  update(balance = this.balance) {
    this.balance = balance;
    this.dispatchEvent(new Event('change'));
  }
}

export const wallet = new Wallet();

/** Shows the balance on a button that leads to the top-up, ticking from the old to the new. */
export function showBalance(button, signal) {
  let shown;
  wallet.addEventListener('change', () => {
    const from = shown ?? wallet.balance;
    const begun = performance.now();
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const tick = (now) => {
      const done = still ? 1 : Math.min((now - begun) / TICKING, 1);
      shown = Math.round(from + (wallet.balance - from) * done);
      button.textContent = count(shown, 'token');
      if (done < 1) {
        requestAnimationFrame(tick);
      }
    };
    tick(begun);
  }, { signal });
  button.onclick = openTopUp;
}

/** Opens and returns the dialog that tops the balance up, or says that only the operator can. */
export function openTopUp() {
  const { price, top_up: { self_service: selfService, maximum } } = wallet.pricing;
  // One key for all attempts: a top-up whose answer was lost is not made twice
  const key = randomKey();
  const dialog = openDialog('top-up', async ({ tokens }) => {
    const headers = { 'Idempotency-Key': `${key}-${tokens}` };
    const reply = await session.call('/top-up', { body: { tokens: Number(tokens) }, headers });
    wallet.update(reply.total_tokens);
    announce(reply.message);
  });
  const { root, balance, offer, refusal, amount, messages } = dialog;
  amount.oninput = () => {
    messages.textContent = `Enough for ${count(Math.floor(amount.value / price), 'message')}.`;
  };
  balance.textContent = `You have ${count(wallet.balance, 'token')}, and a message costs ${number(price)}.`;
  offer.hidden = !selfService;
  refusal.hidden = selfService;
  amount.max = maximum;
  amount.value = Math.min(SUGGESTION * price, maximum);
  amount.oninput();
  return root;
}
