import { announce, clone } from './dom.js';
import { count, showTime } from './format.js';
import { failure } from './forms.js';
import { Markdown } from './markdown.js';

/** How a reply ended, if not by itself. */
const ENDINGS = { length: ' · cut off at the length limit', content_filter: ' · cut off by the content filter', stopped: ' · stopped' };

/** A message and its reply, which may still be arriving. */
export class Exchange {
  #parts = clone('exchange');
  root = this.#parts.root;
  #reply = new Markdown(this.#parts.reply);
  #text = '';
  #frame;

  constructor(text) {
    this.#parts.message.textContent = text;
  }

  /** The exchange of a chat in the history. */
  static of(chat) {
    const exchange = new Exchange(chat.message);
    if (chat.state === 'ANSWERED') {
      exchange.#finish(chat);
    } else if (chat.state === 'REFUNDED') {
      exchange.#end(chat.timestamp, 'no reply · refunded');
    }
    return exchange;
  }

  /** Waits for text, of which there is none yet. */
  begin() {
    this.#text = '';
    this.#parts.note.replaceChildren();
    this.#parts.root.classList.add('arriving');
    this.#parts.reply.ariaBusy = 'true';
  }

  append(text) {
    this.#text += text;
    this.#frame ??= requestAnimationFrame(() => this.#draw(this.#text));
  }

  /** Says that the connection is lost; what has arrived stays. */
  lose(ex) {
    this.#parts.note.replaceChildren(`${ex.message} Trying again …`);
  }

  /** Shows the whole reply, and has it read aloud once. */
  complete(chat) {
    this.#finish(chat);
    announce(this.#parts.reply.textContent);
  }

  fail(ex, label, action) {
    this.#draw('');
    this.#end();
    this.#parts.note.replaceChildren(failure(ex, label, action));
  }

  #finish({ response, timestamp, tokens_deducted: price, finish_reason: reason }) {
    this.#draw(response);
    this.#end(timestamp, count(price, 'token') + (ENDINGS[reason] ?? ''));
  }

  #draw(text) {
    cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#reply.show(text);
  }

  #end(timestamp, outcome = '') {
    this.#parts.root.classList.remove('arriving');
    this.#parts.reply.ariaBusy = null;
    this.#parts.note.replaceChildren();
    this.#parts.outcome.textContent = outcome && ` · ${outcome}`;
    if (timestamp) {
      showTime(this.#parts.time, timestamp);
    }
  }
}
