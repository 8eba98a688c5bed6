import { accountView } from './account.js';
import { ConversationView } from './conversation.js';
import { Conversations } from './conversations.js';
import { clone } from './dom.js';
import { failure } from './failure.js';
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
  #conversation;
  root = this.#parts.root;

  constructor() {
    const { username, title, rename, remove, balance } = this.#parts;
    username.textContent = session.username;
    rename.addEventListener('click', () =>
      this.#conversations.rename(this.#conversation, title.textContent, (renamed) => this.#entitle(renamed)));
    remove.addEventListener('click', () =>
      this.#conversations.delete(this.#conversation, () => location.assign('#/')));
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
        case 'ledger': return this.#showPage(ledgerView());
        case 'account': return this.#showPage(accountView());
        case 'message': return this.#showMessage(id);
        default: return this.#showConversation(name === 'conversation' ? id : undefined);
      }
    });
  }

  leave() {
    this.#left.abort();
    this.#view?.leave?.();
  }

  async #attempt(action) {
    await action().catch((ex) =>
      this.#parts.content.replaceChildren(failure(ex, 'Try again', () => this.#attempt(action))));
  }

  async #showPage(loading) {
    const address = location.hash;
    const view = await loading;
    if (address === location.hash) {
      this.#show(view, undefined, view.title);
      this.#parts.content.focus();
    }
  }

  /** Shows the conversation that a message belongs to, at that message. */
  async #showMessage(id) {
    const { conversation_id: conversation } = await session.call(`/chat/${id}`);
    history.replaceState(null, '', `#/conversation/${conversation}`);
    await this.#showConversation(conversation);
    await this.#view.reveal(id);
  }

  async #showConversation(id) {
    const view = new ConversationView(id, async (begun) => {
      history.replaceState(null, '', `#/conversation/${begun}`);
      await this.#conversations.reload();
      this.#showTitle(view, begun);
    });
    this.#show(view, id, id ? '' : 'New conversation');
    this.#showTitle(view, id);
    await view.open();
  }

  async #showTitle(view, id) {
    const title = id && await this.#conversations.title(id);
    if (id && view === this.#view) {
      this.#select(id);
      this.#entitle(title);
    }
  }

  #show(view, conversation, title) {
    this.#view = view;
    this.#parts.content.replaceChildren(view.root);
    this.#select(conversation);
    this.#entitle(title);
  }

  #select(conversation) {
    this.#conversation = conversation;
    this.#conversations.select(conversation);
    this.#parts.actions.hidden = !conversation;
  }

  #entitle(title) {
    this.#parts.title.textContent = title;
    document.title = title ? `${title} · AI Chat` : 'AI Chat';
  }
}

let frame;

async function render() {
  frame?.leave();
  frame = session.username && new Frame();
  document.getElementById('app').replaceChildren(frame ? frame.root : signInView());
  await frame?.open();
}

await session.restore();
session.addEventListener('change', render);
window.addEventListener('hashchange', () => (frame ? frame.route() : render()));
document.addEventListener('visibilitychange', () => !document.hidden && frame && wallet.load().catch(() => {}));
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('content').focus();
});
await render();
