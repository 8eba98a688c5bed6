import { element } from './dom.js';
import { openDialog } from './forms.js';
import { Pages } from './pages.js';
import { session } from './session.js';

/** The pause in typing after which a search begins, in milliseconds. */
const TYPING = 250;

/** The list of conversations at the side: newest first, searched, renamed and deleted. */
export class Conversations {
  #titles = new Map();
  #parts;
  #pages;

  constructor(parts) {
    this.#parts = parts;
    let timer;
    parts.search.oninput = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.reload(), TYPING);
    };
  }

  async reload() {
    const search = this.#parts.search.value.trim();
    // A search that was overtaken by the next one shows nothing
    const pages = new Pages('/conversations', search && { search }, this.#parts.end,
      (items, first) => pages === this.#pages && this.#show(items, first));
    this.#pages = pages;
    await pages.load();
  }

  /** Marks the link to the view that is open. */
  markCurrent() {
    for (const link of this.#parts.side.querySelectorAll('a')) {
      link.ariaCurrent = link.hash && link.hash === location.hash ? 'page' : null;
    }
  }

  /** The title of a conversation, however old it is. */
  async title(id) {
    await this.#pages.loadUntil(() => this.#titles.has(id));
    return this.#titles.get(id) ?? 'Conversation';
  }

  rename(id, then) {
    const dialog = openDialog('renaming', async (body) => {
      const { title } = await session.call(`/conversations/${id}`, { method: 'PATCH', body });
      this.#titles.set(id, title);
      await this.reload();
      then();
    });
    dialog.title.value = this.#titles.get(id) ?? '';
  }

  delete(id, then) {
    openDialog('deletion', async () => {
      await session.call(`/conversations/${id}`, { method: 'DELETE' });
      await this.reload();
      then();
    });
  }

  #show(items, first) {
    const links = items.map(({ id, title }) => {
      this.#titles.set(id, title);
      return element('li', {}, element('a', { href: `#/conversation/${id}`, dir: 'auto', textContent: title }));
    });
    this.#parts.conversations[first ? 'replaceChildren' : 'append'](...links);
    this.markCurrent();
  }
}
