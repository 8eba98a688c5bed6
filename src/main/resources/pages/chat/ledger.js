import { clone, element } from './dom.js';
import { change, number, showTime } from './format.js';
import { Pages } from './pages.js';

const KINDS = { GRANT: 'Opening balance', TOP_UP: 'Top-up', CHARGE: 'Message', REFUND: 'Refund of a message', ADJUSTMENT: 'Adjustment' };

/** The view of the ledger: every change of the balance, each charge with its message. */
export function ledgerView() {
  const { root, rows, end } = clone('ledger');
  const pages = new Pages('/ledger', {}, end, (entries) => rows.append(...entries.map(row)));
  return { title: 'Ledger', root, open: () => pages.load() };
}

function row({ kind, amount, balance, chat_id: chat, note, created_at: time }) {
  const what = chat ? element('a', { href: `#/message/${chat}`, textContent: KINDS[kind] }) : KINDS[kind];
  return element('tr', {},
    element('td', { className: 'when' }, showTime(element('time'), time)),
    element('td', { className: 'text' }, what, element('div', { dir: 'auto', textContent: note })),
    element('td', { className: 'number', textContent: change(amount) }),
    element('td', { className: 'number', textContent: number(balance) }));
}
