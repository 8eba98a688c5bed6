import { element } from './dom.js';
import { openDialog } from './forms.js';
import { Pages } from './pages.js';
import { session } from './session.js';

/** The pause in typing after which a search begins, in milliseconds. */
const TYPING = 250;

/** The list of conversations at the side: newest first, searched, renamed and deleted. */
export class Conversations {
  #links = new Map();
  #parts;
  #pages;
  #selected;

  constructor(parts) {
    this.#parts = parts;
    let timer;
    parts.search.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.reload(), TYPING);
    });
  }

  async reload() {
    const search = this.#parts.search.value.trim();
    const pages = new Pages('/conversations', search && { search }, this.#parts.end, (items, first) => {
      // A search that was overtaken by the next one shows nothing
      if (pages === this.#pages) {
        this.#show(items, first);
      }
    });
    this.#pages = pages;
    await pages.load();
  }

  /** Marks a conversation as the one that is open. */
  select(id) {
    this.#links.get(this.#selected)?.removeAttribute('aria-current');
    this.#links.get(id)?.setAttribute('aria-current', 'page');
    this.#selected = id;
  }

  /** The title of a conversation, however old it is. */
  async title(id) {
    await this.#pages.loadUntil(() => this.#links.has(id));
    return this.#links.get(id)?.textContent ?? '';
  }

  /** Asks for a new title. */
  rename(id, title, then) {
    const dialog = openDialog('renaming', async (body) => {
      const renamed = await session.call(`/conversations/${id}`, { method: 'PATCH', body });
      this.#links.get(id)?.replaceChildren(renamed.title);
      then(renamed.title);
    });
    dialog.title.value = title;
  }

  /** Asks whether to delete it. */
  delete(id, then) {
    openDialog('deletion', async () => {
      await session.call(`/conversations/${id}`, { method: 'DELETE' });
      this.#links.get(id)?.parentElement.remove();
      this.#links.delete(id);
      then();
    });
  }

  #show(items, first) {
    const { conversations } = this.#parts;
    if (first) {
      this.#links.clear();
      conversations.replaceChildren();
    }
    for (const { id, title } of items) {
      const link = element('a', { href: `#/conversation/${id}`, dir: 'auto', textContent: title });
      this.#links.set(id, link);
      conversations.append(element('li', {}, link));
    }
    this.select(this.#selected);
    if (this.#links.size === 0) {
      conversations.append(element('li', { className: 'none', textContent: 'No conversations.' }));
    }
  }
}
