import { Delivery } from './delivery.js';
import { clone, element } from './dom.js';
import { Exchange } from './exchange.js';
import { count, number } from './format.js';
import { countDown, failure } from './forms.js';
import { Problem } from './http.js';
import { Pages } from './pages.js';
import { openTopUp, wallet } from './wallet.js';

/** The view of one conversation: its exchanges, the reply that is arriving, the composer. */
export class ConversationView {
  #parts = clone('conversation');
  root = this.#parts.root;
  #exchanges = new Map();
  #left = new AbortController();
  #isAtEnd = true;
  #scrolled = 0;
  #growth = new ResizeObserver(() => this.#isAtEnd && this.#showEnd());
  #pages;
  #delivery;
  #begun;

  /** Without an id, the conversation is new; begun(view) is called when the service gives it one. */
  constructor(id, begun) {
    this.id = id;
    this.title = id ? undefined : 'New conversation';
    this.#begun = begun;
    const { older, greeting, message, composer, refusal, stop, topUp } = this.#parts;
    greeting.hidden = Boolean(id);
    this.#pages = new Pages('/chat', { conversation_id: id }, older, (chats) => this.#showOlder(chats));
    message.onkeydown = (event) => {
      const enter = event.key === 'Enter' && !event.shiftKey && !event.isComposing;
      if (enter && !matchMedia('(pointer: coarse)').matches) {
        this.#submit(event);
      }
    };
    message.oninput = () => this.#update();
    composer.onsubmit = (event) => this.#submit(event);
    stop.onclick = () => this.#delivery.stop().catch((ex) => refusal.replaceChildren(failure(ex)));
    topUp.onclick = () => openTopUp().addEventListener('close', () => message.focus({ preventScroll: true }));
    wallet.addEventListener('change', () => {
      refusal.replaceChildren();
      this.#update();
    }, { signal: this.#left.signal });
    this.#update();
    this.#growth.observe(this.root);
    window.addEventListener('scroll', () => {
      const below = document.scrollingElement.scrollHeight - window.scrollY - window.innerHeight;
      this.#isAtEnd = below < 2 || (this.#isAtEnd && window.scrollY >= this.#scrolled);
      this.#scrolled = window.scrollY;
    }, { signal: this.#left.signal });
  }

  /** Loads the latest exchanges, and goes on with a reply that a reload interrupted. */
  async open() {
    if (this.id && await this.#pages.load() && this.#exchanges.size === 0) {
      throw new Problem({ status: 404, detail: 'There is no such conversation.' });
    }
    const interrupted = Delivery.interrupted(this.id);
    if (interrupted) {
      this.#deliver(interrupted);
    }
    this.#parts.message.focus({ preventScroll: true });
  }

  /** Scrolls to the exchange of a chat, however far back it is. */
  async reveal(chat) {
    await this.#pages.loadUntil(() => this.#exchanges.has(chat));
    const root = this.#exchanges.get(chat)?.root;
    root?.classList.add('revealed');
    this.#isAtEnd = false;
    // The exchanges around it get their height only when they are seen
    for (let frame = 0; frame < 5; frame++) {
      root?.scrollIntoView({ block: 'center' });
      await new Promise(requestAnimationFrame);
    }
  }

  /** Ends the view. The service finishes a reply that is arriving. */
  leave() {
    this.#left.abort();
    this.#growth.disconnect();
  }

  #showOlder(chats) {
    const exchanges = chats.map((chat) => {
      const exchange = Exchange.of(chat);
      this.#exchanges.set(chat.id, exchange);
      if (chat.state === 'PENDING') {
        this.#deliver(new Delivery({ ...chat, text: chat.message, conversation: this.id }), exchange);
      }
      return exchange.root;
    });
    // Like this, the reader's place is kept even by browsers that do not anchor it
    const scroller = document.scrollingElement;
    const below = scroller.scrollHeight - scroller.scrollTop;
    this.#parts.exchanges.prepend(element('ol', {}, ...exchanges.reverse()));
    scroller.scrollTop = scroller.scrollHeight - below;
  }

  #submit(event) {
    event.preventDefault();
    const { message, send } = this.#parts;
    if (message.value.trim() && !this.#delivery && !send.disabled) {
      this.#deliver(new Delivery({ text: message.value, conversation: this.id }));
      message.value = '';
    }
  }

  /** Shows a reply while it arrives. */
  async #deliver(delivery, exchange = new Exchange(delivery.text)) {
    this.#delivery = delivery;
    this.#parts.refusal.replaceChildren();
    if (!delivery.id) {
      this.#parts.latest.append(exchange.root);
    }
    exchange.begin();
    this.#update();
    this.#showEnd();
    const show = {
      start: (chat) => this.#start(exchange, chat),
      delta: ({ text }) => exchange.append(text),
      done: (chat) => exchange.complete(chat),
      lost: (ex) => exchange.lose(ex)
    };
    try {
      for await (const { name, data } of delivery.events(this.#left.signal)) {
        show[name](data);
      }
    } catch (ex) {
      if (!this.#left.signal.aborted) {
        this.#fail(delivery, exchange, ex);
      }
    }
    if (this.#delivery === delivery) {
      this.#delivery = undefined;
      this.#update();
    }
  }

  #start(exchange, { id, conversation_id: conversation, remaining_tokens: balance }) {
    exchange.begin();
    if (this.#exchanges.get(id) !== exchange) {
      // After a reload, the history may have it, too
      this.#exchanges.get(id)?.root.remove();
      this.#exchanges.set(id, exchange);
    }
    if (!this.id) {
      this.id = conversation;
      this.title = undefined;
      this.#begun(this);
    }
    wallet.update(balance);
  }

  /** What was never begun goes back to the composer; what was refunded can be tried again. */
  #fail(delivery, exchange, ex) {
    const { message, send, refusal } = this.#parts;
    wallet.update(ex.balance);
    if (delivery.id) {
      exchange.fail(ex, 'Try again', () => this.#deliver(new Delivery({ text: delivery.text, conversation: this.id }), exchange));
    } else {
      exchange.root.remove();
      message.value ||= delivery.text;
      refusal.replaceChildren(failure(ex));
      countDown(send, ex.retryAfter);
    }
  }

  /** Shows what can be done now: send, stop, or top up. */
  #update() {
    const { message, send, stop, cost, composer, shortage, topUp } = this.#parts;
    const { price, message_max_characters: most, top_up: { self_service: selfService } } = wallet.pricing;
    const excess = Array.from(message.value).length - most;
    cost.textContent = excess > 0 ? `${count(excess, 'character')} too long.` : `A message costs ${count(price, 'token')}.`;
    cost.classList.toggle('off', excess > 0);
    send.hidden = Boolean(this.#delivery);
    stop.hidden = !this.#delivery;
    stop.disabled = !this.#delivery?.id;
    composer.hidden = wallet.balance < price && !this.#delivery;
    shortage.textContent = `You are out of tokens. A message costs ${number(price)}, and you have ${number(wallet.balance)}.`;
    topUp.hidden = !selfService;
  }

  /** Brings the reader to the end, and keeps them there until they scroll up. */
  #showEnd() {
    this.#isAtEnd = true;
    window.scrollTo(0, document.scrollingElement.scrollHeight);
  }
}
