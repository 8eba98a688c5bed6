import { failure } from './forms.js';
import { session } from './session.js';

/** How far ahead of the reader the next page is loaded. */
const AHEAD = '3000px';

/** A list of the API that is loaded page by page, the next one when the list's end comes near. */
export class Pages {
  #query;
  #end;
  #show;
  #loading;
  #next;
  #observer = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.load(), { rootMargin: AHEAD });

  /** Shows the items by show(items, isFirstPage), and failures in the element at the list's end. */
  constructor(path, query, end, show) {
    this.#query = (next) => `${path}?${new URLSearchParams({ limit: 40, ...query, ...(next && { before: next }) })}`;
    this.#end = end;
    this.#show = show;
  }

  /** Loads pages until something is found, or there are no more. */
  async loadUntil(found) {
    while (!found() && await this.load());
  }

  /** Loads one more page, and returns whether there was one. */
  load() {
    this.#loading ??= this.#load().finally(() => { this.#loading = undefined; });
    return this.#loading;
  }

  async #load() {
    if (this.#next === null) {
      return false;
    }
    this.#observer.disconnect();
    this.#end.replaceChildren();
    try {
      const { items, next } = await session.call(this.#query(this.#next));
      this.#show(items, this.#next === undefined);
      this.#next = next;
      if (next !== null) {
        this.#observer.observe(this.#end);
      }
      return true;
    } catch (ex) {
      this.#end.replaceChildren(failure(ex, 'Try again', () => this.load()));
      return false;
    }
  }
}
