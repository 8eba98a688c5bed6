import { accountView } from './account.js';
import { ConversationView } from './conversation.js';
import { Conversations } from './conversations.js';
import { clone } from './dom.js';
import { failure } from './forms.js';
import { Problem } from './http.js';
import { ledgerView } from './ledger.js';
import { session } from './session.js';
import { signInView } from './sign-in.js';
import { showBalance, wallet } from './wallet.js';

/** The frame around the views of a logged-in user, and the way from one to another. */
class Frame {
  #parts = clone('frame');
  #conversations = new Conversations(this.#parts);
  #left = new AbortController();
  #view;
  root = this.#parts.root;

  constructor() {
    const { username, rename, remove, balance } = this.#parts;
    username.textContent = session.username;
    rename.onclick = () => this.#conversations.rename(this.#view.id, () => this.#showTitle(this.#view));
    remove.onclick = () => this.#conversations.delete(this.#view.id, () => location.assign('#/'));
    showBalance(balance, this.#left.signal);
  }

  open() {
    return this.#attempt(async () => {
      await Promise.all([wallet.load(), this.#conversations.reload()]);
      await this.route();
    });
  }

  /** Shows the view that the address names. */
  route() {
    const [, name, id] = location.hash.split('/');
    this.#view?.leave?.();
    this.#parts.side.hidePopover();
    return this.#attempt(() => {
      switch (name) {
        case 'ledger': return this.#show(ledgerView());
        case 'account': return this.#show(accountView());
        case 'message': return this.#showMessage(id);
        default: return this.#showConversation(name === 'conversation' ? id : undefined);
      }
    });
  }

  leave() {
    this.#left.abort();
    this.#view?.leave?.();
  }

  /** Shows a failure in place of the view. What does not exist is not tried again. */
  #attempt(action) {
    return action().catch((ex) => {
      this.#view?.leave?.();
      this.#view = undefined;
      this.#parts.title.textContent = 'AI Chat';
      this.#parts.actions.hidden = true;
      this.#parts.content.replaceChildren(failure(ex, ex.status !== 404 && 'Try again', () => this.#attempt(action)));
    });
  }

  /** Shows the conversation that a message belongs to, at that message. */
  async #showMessage(id) {
    const { conversation_id: conversation } = await session.call(`/chat/${id}`).catch((ex) => {
      throw ex.status === 404 ? new Problem({ ...ex, detail: 'This message was deleted, with its conversation.' }) : ex;
    });
    history.replaceState(null, '', `#/conversation/${conversation}`);
    await this.#showConversation(conversation);
    await this.#view.reveal(id);
  }

  #showConversation(id) {
    return this.#show(new ConversationView(id, async (view) => {
      history.replaceState(null, '', `#/conversation/${view.id}`);
      await this.#conversations.reload();
      await this.#showTitle(view);
    }));
  }

  async #show(view) {
    this.#view = view;
    this.#parts.content.replaceChildren(view.root);
    this.#parts.content.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    await Promise.all([view.open(), this.#showTitle(view)]);
  }

  async #showTitle(view) {
    const title = view.title ?? await this.#conversations.title(view.id);
    if (view === this.#view) {
      this.#parts.title.textContent = title;
      this.#parts.actions.hidden = !view.id;
      this.#conversations.markCurrent();
      document.title = `${title} · AI Chat`;
    }
  }
}

let frame;

async function render() {
  frame?.leave();
  frame = session.username && new Frame();
  document.getElementById('app').replaceChildren(frame ? frame.root : signInView());
  await frame?.open();
}

await session.takeOver();
session.addEventListener('change', render);
window.addEventListener('hashchange', () => (frame ? frame.route() : render()));
document.addEventListener('visibilitychange', () => !document.hidden && frame && wallet.load().catch(() => {}));
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('content').focus();
});
await render();
