import { send } from './http.js';

const NAME = 'aichat-session';
/** How long before its end an access token is refreshed, in milliseconds. */
const MARGIN = 30_000;
/** How long another tab may take to hand over the session, in milliseconds. */
const HANDOVER = 100;

/**
 * The session of the user, which all tabs share: each keeps the tokens in its own
 * sessionStorage, and a BroadcastChannel hands them over.
 */
class Session extends EventTarget {
  #tokens = JSON.parse(sessionStorage.getItem(NAME));
  #tabs = new BroadcastChannel(NAME);
  /** Why the session ended, if that was not the user's wish. */
  endReason = '';

  constructor() {
    super();
    this.#tabs.addEventListener('message', ({ data }) => this.#receive(data));
  }

  /** The name of the user, or undefined if nobody is logged in. */
  get username() {
    return this.#tokens?.username;
  }

  async register(username, password) {
    await send('/register', { body: { username, password } });
    await this.logIn(username, password);
  }

  async logIn(username, password) {
    const reply = await send('/login', { body: { username, password } });
    const account = await send('/account', { access: reply.access });
    this.#renew(account.username, reply);
    this.dispatchEvent(new Event('change'));
  }

  /** Logs out by the refresh token, which works with an expired access token, too. */
  async logOut(everywhere) {
    const { access, refresh } = this.#tokens;
    await send('/logout', { access, body: { everywhere, refresh } });
    this.end();
  }

  /** Forgets the session in all tabs. */
  end(endReason = '') {
    this.#tabs.postMessage({ endReason });
    this.#forget(endReason);
  }

  /** Sends a request with an access token, refreshed if need be. Throws as send() does. */
  async call(path, options) {
    if (this.#tokens && Date.now() > this.#tokens.expires - MARGIN) {
      await this.#refresh(this.#tokens.access);
    }
    const access = this.#tokens?.access;
    try {
      return await send(path, { ...options, access });
    } catch (ex) {
      if (ex.code === 'token_expired') {
        await this.#refresh(access);
        return send(path, { ...options, access: this.#tokens?.access });
      }
      if (['invalid_token', 'authentication_required'].includes(ex.code) && access === this.#tokens?.access) {
        this.end(ex.message);
      }
      throw ex;
    }
  }

  /** Refreshes in one tab at a time; without locks (HTTP), the service's leeway has to do. */
  #refresh(stale) {
    const task = () => this.#refreshUnlessAnotherTabDid(stale);
    return navigator.locks ? navigator.locks.request(NAME, task) : task();
  }

  async #refreshUnlessAnotherTabDid(stale) {
    await this.takeOver(stale);
    if (this.#tokens?.access === stale) {
      const { username, refresh } = this.#tokens;
      const reply = await send('/token/refresh', { body: { refresh } }).catch((ex) => {
        if (ex.status === 401) {
          this.end(ex.message);
        }
        throw ex;
      });
      this.#renew(username, reply);
    }
  }

  #renew(username, { access, refresh, expires_in: lifetime }) {
    const obtained = Date.now();
    this.#keep({ username, access, refresh, obtained, expires: obtained + lifetime * 1000 });
    this.#tabs.postMessage({ tokens: this.#tokens });
  }

  #keep(tokens) {
    this.#tokens = tokens;
    sessionStorage.setItem(NAME, JSON.stringify(tokens));
  }

  #forget(endReason) {
    if (this.#tokens) {
      this.#tokens = null;
      this.endReason = endReason;
      sessionStorage.clear();
      this.dispatchEvent(new Event('change'));
    }
  }

  /** Takes newer tokens than the known ones over from another tab, if there are any. */
  async takeOver(known) {
    if (this.#tokens?.access === known) {
      this.#tabs.postMessage({ ask: true });
      await new Promise((resolve) => {
        this.addEventListener('handover', resolve, { once: true });
        setTimeout(resolve, HANDOVER);
      });
    }
  }

  #receive({ ask, tokens, endReason }) {
    const own = this.#tokens;
    if (ask && own) {
      this.#tabs.postMessage({ tokens: own });
    } else if (endReason !== undefined) {
      this.#forget(endReason);
    } else if (tokens && (!own || (own.username === tokens.username && own.obtained < tokens.obtained))) {
      this.#keep(tokens);
      this.dispatchEvent(new Event('handover'));
      if (!own) {
        this.dispatchEvent(new Event('change'));
      }
    }
  }
}

export const session = new Session();
