// Search: its script and its index are loaded when somebody first asks for it.

const door = document.querySelector("a[data-search]");

async function openSearch() {
  const field = document.querySelector("[data-search-page] [name=q]");
  if (field) {
    field.focus();
    field.select();
    return;
  }
  try {
    await (await import("./search.js")).open(door);
  } catch (failed) {
    // The page of its own says what can be done without a script.
    location.href = door.href;
  }
}

if (door) {
  door.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openSearch();
  });
  addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && plain && !writes;
    const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!slash && !letter) return;
    event.preventDefault();
    openSearch();
  });
}
