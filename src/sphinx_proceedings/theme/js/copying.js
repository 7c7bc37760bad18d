// Copying.

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
