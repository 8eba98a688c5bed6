import { events, inTime } from './events.js';
import { ConnectionLost, Problem } from './http.js';
import { session } from './session.js';

const NAME = 'aichat-delivery';
const EVENTS = { Accept: 'text/event-stream' };
/** The longest pause between two attempts, in seconds. */
const LONGEST_PAUSE = 8;

/**
 * The delivery of one message and its reply, through lost connections and reloads. All
 * attempts carry the same idempotency key, so the message is charged at most once.
 */
export class Delivery {
  /** The id is that of the chat, once the service has begun it; then the key may be missing. */
  constructor({ text, conversation, id, key = id ? undefined : randomKey() }) {
    Object.assign(this, { text, conversation, id, key });
  }

  /** The delivery that a reload interrupted before the service had begun it. */
  static interrupted(conversation) {
    const stored = JSON.parse(sessionStorage.getItem(NAME));
    return stored && stored.conversation === conversation ? new Delivery(stored) : undefined;
  }

  /**
   * Yields the service's events, start, delta and done, and lost when the connection is.
   * With each start the text begins anew.
   * @param signal ends it; the service finishes the reply nevertheless
   * @throws Problem if there is no reply, which then costs nothing
   */
  async *events(signal) {
    let attach = Boolean(this.id);
    let failures = 0;
    for (;;) {
      try {
        for await (const event of events(await inTime(this.#open(attach, signal)))) {
          failures = 0;
          if (event.name === 'error') {
            throw new Problem(event.data);
          }
          if (event.name === 'start') {
            this.id = event.data.id;
            sessionStorage.removeItem(NAME);
          }
          yield event;
          if (event.name === 'done') {
            return;
          }
        }
        throw new ConnectionLost();
      } catch (ex) {
        if (ex instanceof ConnectionLost) {
          yield { name: 'lost', data: ex };
          attach = !this.key;
          await pause(Math.min(2 ** failures++, LONGEST_PAUSE), signal);
        } else if (ex.code === 'request_in_progress') {
          attach = Boolean(this.id);
          await pause(attach ? 0 : ex.retryAfter, signal);
        } else {
          if (!signal.aborted) {
            sessionStorage.removeItem(NAME);
          }
          throw ex;
        }
      }
    }
  }

  /** Asks the service to stop. The events tell how that ends. */
  stop() {
    return session.call(`/chat/${this.id}/stop`, { method: 'POST' });
  }

  #open(attach, signal) {
    const read = (response) => response.body;
    if (attach) {
      return session.call(`/chat/${this.id}`, { headers: EVENTS, read, signal });
    }
    sessionStorage.setItem(NAME, JSON.stringify(this));
    const headers = { ...EVENTS, 'Idempotency-Key': this.key };
    return session.call('/chat', { body: { message: this.text, conversation_id: this.conversation }, headers, read, signal });
  }
}

/** A new idempotency key. Unlike crypto.randomUUID(), it needs no secure origin. */
export function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (number) => number.toString(36)).join('-');
}

/** Waits some seconds, or until the browser is online again. */
function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, seconds * 1000);
    window.addEventListener('online', resolve, { once: true });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
