/** Makes an element. Text among its children stays text. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Clones a template of the page: its root, and the parts of it that have names. */
export function clone(template) {
  const root = document.getElementById(template).content.cloneNode(true).firstElementChild;
  const parts = Array.from(root.querySelectorAll('[data-part]'), (part) => [part.dataset.part, part]);
  return { root, ...Object.fromEntries(parts) };
}

/** Has a screen reader say something, once. */
export function announce(text) {
  document.getElementById('status').textContent = text;
}
