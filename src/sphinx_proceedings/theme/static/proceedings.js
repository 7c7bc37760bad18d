// What a page can do beyond being read. Without this file everything can still be read and reached.
"use strict";

const root = document.documentElement;

// --- Saying something to a screen reader ---

const speaker = document.createElement("p");
speaker.className = "visually-hidden";
speaker.setAttribute("aria-live", "polite");
document.body.append(speaker);

function say(text) {
  speaker.textContent = "";
  // A region that is filled in the same breath as it is emptied is not announced.
  setTimeout(() => { speaker.textContent = text; }, 50);
}

// --- Colour scheme: automatic, light, dark ---

const MODES = ["auto", "light", "dark"];
const NAMES = { auto: "automatic", light: "light", dark: "dark" };
const systemDark = matchMedia("(prefers-color-scheme: dark)");

function applyMode(mode) {
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (systemDark.matches ? "dark" : "light") : mode;
  for (const button of document.querySelectorAll("[data-scheme]")) {
    button.setAttribute("aria-label", `Colour scheme: ${NAMES[mode]}`);
    button.title = `Colour scheme: ${NAMES[mode]}`;
  }
}

function nextMode() {
  const mode = MODES[(MODES.indexOf(root.dataset.mode) + 1) % MODES.length];
  applyMode(mode);
  say(`Colour scheme: ${NAMES[mode]}`);
  try {
    localStorage.setItem("mode", mode);
  } catch (refused) {
    // Then the choice holds for this page only.
  }
}

for (const button of document.querySelectorAll("[data-scheme]")) {
  button.hidden = false;
  button.addEventListener("click", nextMode);
}
applyMode(MODES.includes(root.dataset.mode) ? root.dataset.mode : "auto");
systemDark.addEventListener("change", () => applyMode(root.dataset.mode));

// --- Menu and contents, which are open by themselves on a wide screen ---

const menu = document.querySelector(".site-nav[popover]");
matchMedia("(min-width: 60rem)").addEventListener("change", () => {
  if (menu?.matches(":popover-open")) menu.hidePopover();
});

const beside = matchMedia("(min-width: 72rem)");
const contents = document.querySelector(".page-toc");
function placeContents() {
  if (contents) contents.open = beside.matches;
}
beside.addEventListener("change", placeContents);
placeContents();

// The engine's topic pages share one shell, which cannot say which of them it is.
for (const link of document.querySelectorAll(".rail a")) {
  if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
}

// --- Filter of a listing ---
// Every word must occur (AND); of the chosen topics one is enough (OR). The address holds the state.

// Letters that Unicode does not take apart; names.fold in the engine has the same table.
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", "’": "'", "–": "-", "—": "-" };

function fold(text) {
  return text.toLowerCase().replace(/[ßæœøłđðþıħ’–—]/g, (letter) => LETTERS[letter])
    .normalize("NFKD").replace(/\p{M}/gu, "");
}

function startFilter(listing) {
  const form = listing.querySelector("form.filter");
  const rows = Array.from(listing.querySelectorAll(".row"), (element) => ({
    element,
    words: element.dataset.words ?? fold(element.querySelector(".entry").textContent),
    topics: element.dataset.topics.split(" "),
    year: element.dataset.year,
  }));
  const groups = listing.querySelectorAll(".row-group");
  const output = form.querySelector("output");
  const whole = output.textContent;
  const clear = form.querySelector("[type=reset]");
  const topics = form.querySelector("details");
  const nothing = listing.querySelector(".no-match");

  // What is chosen, as it stands in the address: q, topic (any number of times), from, to.
  function chosen() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value.trim()) query.append(name, value.trim());
    return query;
  }

  function show() {
    const query = chosen();
    const words = fold(query.get("q") || "").split(/\s+/).filter(Boolean);
    const wanted = query.getAll("topic");
    // Years have four digits, so they compare as words do; what has none is in no range.
    const [from, to] = [query.get("from"), query.get("to")];
    let count = 0;
    for (const row of rows) {
      const fits = words.every((word) => row.words.includes(word))
        && (!wanted.length || wanted.some((topic) => row.topics.includes(topic)))
        && (!from || row.year >= from)
        && (!to || (row.year && row.year <= to));
      row.element.hidden = !fits;
      count += fits;
    }
    for (const group of groups) group.hidden = !group.querySelector(".row:not([hidden])");
    const active = query.size > 0;
    nothing.hidden = count > 0;
    clear.hidden = !active;
    const said = active ? `${count} of ${whole}` : whole;
    if (output.textContent !== said) output.textContent = said;
  }

  function read() {
    const query = new URLSearchParams(location.search);
    for (const control of form.elements) {
      if (control.type === "checkbox") control.checked = query.getAll(control.name).includes(control.value);
      else if (control.name) control.value = query.get(control.name) || "";
    }
    if (topics && query.has("topic")) topics.open = true;
    show();
  }

  function write() {
    const query = chosen();
    history.replaceState(null, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
    show();
  }

  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    // The fields are emptied only after this event. The focus goes where the next word is written.
    setTimeout(() => { write(); form.elements.q.focus(); }, 0);
  });
  // Going back may bring a page from memory, with the fields as the browser kept them.
  addEventListener("pageshow", read);
  form.hidden = false;
  if (topics && matchMedia("(min-width: 60rem)").matches) topics.open = true;
  read();
}

document.querySelectorAll(".listing[data-filtered]").forEach(startFilter);

// --- The map of the topics: the one under the pointer or the focus, and what it touches ---

for (const map of document.querySelectorAll("[data-map]")) {
  const figure = map.closest("figure");
  const arcs = Array.from(map.querySelectorAll("[data-ends]"), (arc) => [arc, arc.dataset.ends.split(" ")]);
  const rows = map.querySelectorAll("[data-topic]");
  const choose = (event) => {
    const topic = event.target.closest?.("[data-topic]")?.dataset.topic;
    figure.toggleAttribute("data-chosen", Boolean(topic));
    const near = new Set([topic]);
    for (const [arc, ends] of arcs) {
      const touches = ends.includes(topic);
      arc.classList.toggle("on", touches);
      if (touches) ends.forEach((end) => near.add(end));
    }
    for (const row of rows) row.classList.toggle("on", near.has(row.dataset.topic));
  };
  for (const name of ["pointerover", "focusin"]) map.addEventListener(name, choose);
  for (const name of ["pointerleave", "focusout"]) map.addEventListener(name, () => figure.removeAttribute("data-chosen"));
}

// --- Copying ---

async function copy(button, source) {
  const label = button.querySelector("span");
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(source.innerText.trim());
  } catch (refused) {
    say("Your browser did not allow copying");
    return;
  }
  button.classList.add("done");
  label.textContent = "Copied";
  say("Copied");
  setTimeout(() => { button.classList.remove("done"); label.textContent = before; }, 2000);
}

// navigator.clipboard is missing on a page that did not come over HTTPS.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button, document.querySelector(button.dataset.copy)));
  }
  // Code gets a small button in its corner; the sprite's address is known from the header's icons.
  const sprite = document.querySelector(".scheme use").getAttribute("href").split("#")[0];
  const drawn = ["copy", "check"].map((name) => `<svg class="icon" aria-hidden="true"><use href="${sprite}#icon-${name}"></use></svg>`);
  for (const block of document.querySelectorAll(".text .highlight")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.innerHTML = `${drawn.join("")}<span class="visually-hidden">Copy the code</span>`;
    button.addEventListener("click", () => copy(button, block.querySelector("pre")));
    block.append(button);
  }
}

// Environments that are displays already: LaTeX refuses them between dollars.
const BY_ITSELF = /^\s*\\begin\{(equation|align|gather|multline|alignat|flalign|eqnarray)\*?\}/;

// A selection that contains formulas goes to the clipboard with their LaTeX.
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || event.target.closest?.("input, textarea")) return;
  const range = selection.getRangeAt(0).cloneRange();
  // Half a formula has no LaTeX: a selection that ends within one takes all of it.
  const mathAt = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("math");
  const first = mathAt(range.startContainer);
  const last = mathAt(range.endContainer);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const piece = document.createElement("div");
  piece.className = "clipboard";
  piece.append(range.cloneContents());
  const formulas = piece.querySelectorAll("math");
  if (!formulas.length) return;
  for (const formula of formulas) {
    const tex = formula.querySelector("annotation")?.textContent ?? formula.textContent;
    const dollars = formula.getAttribute("display") === "block" ? "$$" : "$";
    formula.replaceWith(BY_ITSELF.test(tex) ? tex : `${dollars}${tex}${dollars}`);
  }
  // innerText knows of paragraphs only while the piece is part of the page.
  document.body.append(piece);
  event.clipboardData.setData("text/plain", piece.innerText.trim());
  event.clipboardData.setData("text/html", piece.innerHTML);
  piece.remove();
  event.preventDefault();
});

// --- What is wider than the page scrolls by itself, also by keyboard ---

const SCROLLING = ".display, .wide, .pst-scrollable-table-container, pre";
const LINES = ".text :is(p, li, dd, dt, h1, h2, h3, figcaption):has(math)";

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
