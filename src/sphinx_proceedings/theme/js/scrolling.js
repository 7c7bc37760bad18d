// What is wider than the page scrolls by itself, also by keyboard.

const SCROLLING = ".display, .wide, .pst-scrollable-table-container, pre";
const LINES = ".text :is(p:not(.row-meta), li, dd, dt, h1, h2, h3, figcaption):has(math)";

function isWide(element) {
  return element.scrollWidth > element.clientWidth + 1;
}

function markScrolling() {
  for (const element of document.querySelectorAll(SCROLLING)) {
    if (isWide(element)) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  }
  // A formula within a line cannot be broken, so the line has to scroll.
  for (const element of document.querySelectorAll(LINES)) {
    if (!isWide(element) || element.querySelector(LINES)) continue;
    element.classList.add("scrolls");
    element.tabIndex = 0;
  }
}

markScrolling();
addEventListener("resize", markScrolling);
// The fonts decide how wide a formula is.
document.fonts.ready.then(markScrolling);
