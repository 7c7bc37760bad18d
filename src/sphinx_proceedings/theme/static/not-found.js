// The page for addresses that lead nowhere: what was asked for becomes words to search for, and the nearest
// pages are offered. The titles of these come from objects.inv, one compressed file of a few KB to some hundred.
"use strict";

(() => {
  const page = document.querySelector(".not-found");
  const root = page.dataset.root;

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const wordsOf = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];

  function asked() {
    let path = location.pathname;
    try { path = decodeURIComponent(path); } catch { /* Not UTF-8: the letters of ASCII remain. */ }
    if (path.startsWith(root)) path = path.slice(root.length);
    const parts = path.replace(/(^|\/)index(?=\.|$)/, "$1").replace(/\.[a-z0-9]{1,5}$/i, "").split("/");
    return wordsOf(parts.filter(Boolean).pop() || "").filter((word) => word !== "404");
  }

  // Pairs of letters: words that differ by a letter still share most.
  function pairs(words) {
    const found = new Map();
    for (const word of words) {
      for (let i = 0; i <= word.length; i += 1) {
        const pair = ` ${word} `.slice(i, i + 2);
        found.set(pair, (found.get(pair) || 0) + 1);
      }
    }
    return found;
  }

  // 2 |A ∩ B| / (|A| + |B|): 1 for the same pairs, 0 for none in common.
  function likeness(a, b) {
    let common = 0, total = 0;
    for (const [pair, count] of a) { common += Math.min(count, b.get(pair) || 0); total += count; }
    for (const count of b.values()) total += count;
    return total ? 2 * common / total : 0;
  }

  // objects.inv: four lines, then compressed lines of name, kind, priority, address and title.
  async function objects() {
    const answer = await fetch(`${root}objects.inv`);
    if (!answer.ok) return [];
    const bytes = new Uint8Array(await answer.arrayBuffer());
    let start = 0;
    for (let line = 0; line < 4; line += 1) start = bytes.indexOf(10, start) + 1;
    const stream = new Blob([bytes.slice(start)]).stream().pipeThrough(new DecompressionStream("deflate"));
    const lines = (await new Response(stream).text()).split("\n");
    return lines.map((line) => line.match(/^(.+?) (\S+:\S+) (-?\d+) (\S*) (.*)$/)).filter(Boolean)
      .filter(([, , kind]) => kind.startsWith("proceedings:") || kind === "std:doc")
      .map(([, name, , , address, title]) => ({
        name, address: address.replace(/\$$/, name), title: title === "-" ? name : title,
      }));
  }

  async function offer(words) {
    const wanted = pairs(words);
    const near = (await objects())
      .map((found) => ({
        ...found,
        near: Math.max(likeness(wanted, pairs(wordsOf(found.name))), likeness(wanted, pairs(wordsOf(found.title)))),
      }))
      .filter((found) => found.near > 0.4)
      .sort((a, b) => b.near - a.near || (a.address < b.address ? -1 : 1))
      // A topic may be a document as well.
      .filter((found, i, every) => every.findIndex((other) => other.address === found.address) === i)
      .slice(0, 5);
    show(".near-pages", near.map((found) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = root + found.address;
      link.textContent = found.title;
      item.append(link);
      return item;
    }));
    return near.map(({ address }) => new URL(root + address, location.origin).href);
  }

  function show(place, items) {
    if (!items.length) return;
    const section = page.querySelector(place);
    section.querySelector("ul, ol").append(...items);
    section.hidden = false;
  }

  // What has all of the words, without what is offered already.
  async function search(words, offered) {
    const { firstResults } = await import(`${root}_static/search.js`);
    const rows = await firstResults(words.join(" "), 5);
    show(".found-pages", rows.filter((row) => !offered.includes(row.querySelector("a").href.split("#")[0])));
  }

  const words = asked();
  const form = page.querySelector(".seek");
  if (form) {
    form.elements.q.value = words.join(" ");
    form.hidden = false;
  }
  if (!words.length) return;
  // Without these files, or in a browser that cannot open them, the page still has its form and its links.
  offer(words).catch(() => []).then((offered) => ("searched" in page.dataset ? search(words, offered) : null)).catch(() => {});
})();
