import { ConnectionLost } from './http.js';

/** The silence after which a stream counts as lost; a comment comes every 15 seconds. */
const TIMEOUT = 40_000;

/**
 * Reads the server-sent events of a response's body (WHATWG HTML, section 9.2).
 * @throws ConnectionLost if the stream breaks off, or falls silent
 */
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    for (;;) {
      const { value, done } = await inTime(reader.read());
      if (done) {
        return;
      }
      const blocks = (text + value).split('\n\n');
      text = blocks.pop();
      yield* blocks.filter((block) => !block.startsWith(':')).map(event);
    }
  } catch (ex) {
    throw ex.name === 'AbortError' ? ex : new ConnectionLost();
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** An event of the service: its name and one line of JSON. */
function event(block) {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2)));
  return { name: fields.event, data: JSON.parse(fields.data) };
}

/** Waits for a part of the stream, but not for ever. */
export function inTime(promise) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new ConnectionLost()), TIMEOUT);
  });
  return Promise.race([promise, silence]).finally(() => clearTimeout(timer));
}
