// The list.

const REST = {
  there: "Not scheduled yet",
  gone: "Not in this volume",
  unreached: "Not loaded",
};
const EXPLAINED = {
  gone: "At these addresses there is no contribution, or no longer. Press the star to remove one.",
  unreached: "These could not be reached, and this browser has kept no copy of them.",
};

function byTimeAndBoard(a, b) {
  const [x, y] = [a, b].map((entry) => Date.parse(entry.begins) || Infinity);
  return (x === y ? 0 : x - y)
    || compareBoards(a.session, b.session)
    || compareBoards(a.slot, b.slot)
    || Boolean(b.board) - Boolean(a.board)
    || compareBoards(a.board, b.board)
    || compareBoards(a.words, b.words);
}

function row(entry) {
  const line = make("p", { className: "row-title" });
  const item = make("li", { className: "row" }, line);
  item.dataset.contribution = entry.id;
  if (entry.state !== "there") {
    line.append(make("code", {}, entry.id));
    return item;
  }
  const title = Array.from(entry.title.childNodes, (node) => document.importNode(node, true));
  line.append(make("a", { href: entry.address }, ...title));
  if (entry.status) line.append(" ", make("span", { className: `tag tag-${entry.status}` }, entry.status));
  for (const said of [entry.board && `Board ${entry.board}`, entry.slot && `Slot ${entry.slot}`]) {
    if (said) line.append(" ", make("span", { className: "board" }, said));
  }
  const names = entry.authors.slice(0, 12).flatMap((name, i) => [i ? ", " : "", make("bdi", {}, name)]);
  if (entry.authors.length > 12) names.push(` and ${entry.authors.length - 12} more`);
  const meta = make("p", { className: "row-meta" }, make("span", { className: "row-authors" }, ...names));
  for (const { title: topic, hue, address } of entry.topics) {
    const words = Array.from(topic.childNodes, (node) => document.importNode(node, true));
    meta.append(" ", make("a", { className: `topic ${hue}`, href: address }, ...words));
  }
  if (entry.topics[0]?.hue) item.classList.add(entry.topics[0].hue);
  item.append(meta);
  return item;
}

function group(heading, below, found) {
  const section = make("section", { className: "row-group" }, make("h2", { className: "group-title" }, heading));
  if (below) section.append(make("p", { className: "group-note" }, below));
  section.append(make("ol", { className: "rows" }, ...found.map(row)));
  return section;
}

let shown = [];

function groups(found) {
  const made = [];
  const there = found.filter((entry) => entry.state === "there").sort(byTimeAndBoard);
  const placed = new Map();
  for (const entry of there.filter(({ begins }) => begins)) {
    const place = [entry.session, entry.room].filter(Boolean).join(", ");
    const name = JSON.stringify([entry.when, place]);
    placed.set(name, [...(placed.get(name) ?? []), entry]);
  }
  for (const [name, members] of placed) {
    const [when, place] = JSON.parse(name);
    made.push(group(when, place, members));
  }
  for (const state of ["there", "unreached", "gone"]) {
    const rest = found.filter((entry) => entry.state === state && !(entry.begins));
    if (!rest.length) continue;
    const section = group(REST[state], EXPLAINED[state], rest.sort(byTimeAndBoard));
    if (state === "unreached") {
      section.append(make("p", {}, button("Try again", draw)));
    } else if (state === "gone") {
      section.append(make("p", {}, button("Remove all of these", () => {
        agenda.write(agenda.read().filter((id) => entries.get(id)?.state !== "gone"));
      })));
    }
    made.push(section);
  }
  return made;
}

function button(text, act) {
  const made = make("button", { type: "button", className: "quiet" }, text);
  made.addEventListener("click", act);
  return made;
}

let drawing = 0;

async function draw() {
  const mine = ++drawing;
  const ids = agenda.read();
  const list = one(".agenda-list");
  list.setAttribute("aria-busy", "true");
  const found = await load(ids);
  // Another change came while this one was loading.
  if (mine !== drawing) return;
  list.removeAttribute("aria-busy");
  shown = ids;
  list.replaceChildren(...groups(found));
  count();
}

function count() {
  const ids = agenda.read();
  const timed = ids.filter((id) => entries.get(id)?.begins).length;
  const said = `${many(ids.length)}${timed ? `, ${timed} with a time` : ""}`;
  one(".agenda-count output").textContent = said;
  one(".agenda-bar").hidden = !shown.length && !ids.length;
  one(".agenda-empty").hidden = Boolean(ids.length || shown.length);
  for (const tool of page.querySelectorAll(".agenda-tools button")) tool.disabled = !ids.length;
  for (const item of page.querySelectorAll(".agenda-list .row")) {
    item.classList.toggle("left", !ids.includes(item.dataset.contribution));
  }
  for (const section of page.querySelectorAll(".agenda-list .row-group")) {
    section.classList.toggle("left", !section.querySelector(".row:not(.left)"));
  }
  if (!ids.length) share(false);
  else if (!one("#agenda-share").hidden) share(true);
}

// What is let go of stays in sight, so that the star can be pressed again.
function changed() {
  if (agenda.read().some((id) => !shown.includes(id))) draw();
  else count();
}
