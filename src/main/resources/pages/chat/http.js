/** How long an answer may take, in milliseconds. */
const TIMEOUT = 30_000;

/** A failure that the service describes (RFC 9457). */
export class Problem extends Error {
  /** @param retryAfter seconds */
  constructor(body, retryAfter = 0) {
    super(body.detail);
    const { status, code, errors = {}, refunded = false, remaining_tokens: balance } = body;
    Object.assign(this, { status, code, errors, refunded, balance, retryAfter: Number(retryAfter) });
  }
}

/** No answer, or half of one: the request may or may not have been carried out. */
export class ConnectionLost extends Error {
  constructor() {
    super('The service cannot be reached.');
  }
}

/**
 * Sends a request to a path below /api. The body goes as JSON; read() reads the response.
 * @throws Problem, ConnectionLost
 */
export async function send(path, { body, method = body ? 'POST' : 'GET', access, headers, read = (response) => response.json(),
  signal = AbortSignal.timeout(TIMEOUT) } = {}) {
  try {
    const response = await fetch(`/api${path}`, {
      method,
      body: body && JSON.stringify(body),
      headers: { ...(body && { 'Content-Type': 'application/json' }), ...(access && { Authorization: `Bearer ${access}` }), ...headers },
      signal
    });
    if (!response.ok) {
      throw new Problem(await response.json(), response.headers.get('Retry-After'));
    }
    return await read(response);
  } catch (ex) {
    // Anything else is the network's doing, or that of a proxy, which answers in HTML
    throw ex instanceof Problem || ex.name === 'AbortError' ? ex : new ConnectionLost();
  }
}
