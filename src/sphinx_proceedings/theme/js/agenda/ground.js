// The page and its pieces.

const page = document.getElementById("agenda");
const one = (selector) => page.querySelector(selector);
const many = (number, word = "contribution") => `${number} ${word}${number === 1 ? "" : "s"}`;
const compareBoards = new Intl.Collator("en", { numeric: true }).compare;
const AT_ONCE = 8;

function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

// What an element holds, of this page or another one.
function copyOf(element) {
  return Array.from(element.childNodes, (node) => document.importNode(node, true));
}

function notice(text, ...more) {
  one(".agenda-notices").append(make("p", {}, text, ...more));
}
