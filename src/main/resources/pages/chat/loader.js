/*
 * Loads the page again until it is whole. During a rolling restart, an instance of another
 * version lacks the files of this one; each time, those that were found are cached.
 */
const LOADS = 'aichat-loads';
let isWhole = true;

addEventListener('error', ({ target }) => {
  if (isWhole && target.matches?.('script, link[rel=stylesheet]')) {
    isWhole = false;
    const loads = Number(sessionStorage.getItem(LOADS)) + 1;
    sessionStorage.setItem(LOADS, loads);
    const giveUp = () => document.getElementById('incomplete').removeAttribute('hidden');
    setTimeout(() => (loads % 20 > 0 ? location.reload() : giveUp()), 1000);
  }
}, true);
addEventListener('load', () => isWhole && sessionStorage.removeItem(LOADS));
