import { announce, element } from './dom.js';
import { lexer } from './marked.esm.js';

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: '\u00a0' };

/**
 * Shows Markdown that may still grow. It is drawn from the parser's tokens, element by
 * element and never as HTML, so that no text becomes a script, an image or a style.
 */
export class Markdown {
  #blocks = [];

  constructor(target) {
    this.target = target;
  }

  /** Replaces only what has changed, which for a growing text is its last block. */
  show(text) {
    const blocks = lexer(text, { gfm: true, breaks: true }).filter(({ type }) => type !== 'space' && type !== 'def');
    const changed = blocks.findIndex(({ raw }, index) => raw !== this.#blocks[index]);
    const same = changed < 0 ? blocks.length : changed;
    Array.from(this.target.childNodes).slice(same).forEach((node) => node.remove());
    this.target.append(...blocks.slice(same).map(draw));
    this.#blocks = blocks.map(({ raw }) => raw);
  }
}

const DRAWN = {
  paragraph: ({ tokens }) => element('p', { dir: 'auto' }, ...drawAll(tokens)),
  heading: ({ depth, tokens }) => element(`h${Math.min(depth + 2, 6)}`, { dir: 'auto' }, ...drawAll(tokens)),
  blockquote: ({ tokens }) => element('blockquote', { dir: 'auto' }, ...drawAll(tokens)),
  hr: () => element('hr'),
  code: ({ text, lang }) => codeBlock(text, lang),
  table: (token) => table(token),
  list: ({ ordered, start, items }) => element(ordered ? 'ol' : 'ul', ordered ? { start } : {}, ...drawAll(items)),
  list_item: ({ tokens }) => element('li', { dir: 'auto' }, ...drawAll(tokens)),
  checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  strong: ({ tokens }) => element('strong', {}, ...drawAll(tokens)),
  em: ({ tokens }) => element('em', {}, ...drawAll(tokens)),
  del: ({ tokens }) => element('del', {}, ...drawAll(tokens)),
  codespan: ({ text }) => element('code', { dir: 'ltr', textContent: text }),
  br: () => element('br'),
  link: ({ href, tokens }) => link(href, drawAll(tokens)),
  image: ({ href, text }) => link(href, [text || href]),
  text: ({ text, tokens }) => (tokens ? element('span', {}, ...drawAll(tokens)) : decoded(text)),
  escape: ({ text }) => text,
  html: ({ raw, block }) => (block ? element('p', { textContent: raw }) : /^<br *\/?>$/i.test(raw) ? element('br') : raw)
};

const draw = (token) => (DRAWN[token.type] ?? DRAWN.html)(token);
const drawAll = (tokens) => tokens.map(draw);
const decoded = (text) => text.replace(/&(\w+|#39);/g, (entity, name) => ENTITIES[name] ?? entity);

/** A link that leaves this page, or just its text where it would run a script or lead nowhere. */
function link(href, children) {
  const safe = URL.canParse(href) && ['http:', 'https:', 'mailto:'].includes(new URL(href).protocol);
  return element(safe ? 'a' : 'span', safe && { href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

function codeBlock(text, lang = '') {
  const onclick = () => navigator.clipboard.writeText(text).then(() => announce('Copied.'));
  const copy = element('button', { type: 'button', className: 'quiet', textContent: 'Copy', hidden: !navigator.clipboard, onclick });
  return element('figure', { className: 'code', dir: 'ltr' },
    element('figcaption', {}, element('span', { textContent: lang }), copy),
    element('pre', { tabIndex: 0 }, element('code', { textContent: text })));
}

function table({ header, rows }) {
  const row = (cells, name) => element('tr', {}, ...cells.map(({ tokens, align }) =>
    element(name, { dir: 'auto', className: align ? `align-${align}` : '' }, ...drawAll(tokens))));
  return element('div', { className: 'table', tabIndex: 0, role: 'group', ariaLabel: 'Table' },
    element('table', {},
      element('thead', {}, row(header, 'th')),
      element('tbody', {}, ...rows.map((cells) => row(cells, 'td')))));
}
