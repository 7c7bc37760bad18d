// The list.

const REST = {
  there: "Not scheduled yet",
  withdrawn: "Withdrawn",
  gone: "Not in this volume",
  unreached: "Not loaded",
};
const EXPLAINED = {
  gone: "At these addresses there is no contribution, or no longer. Press the star to remove one.",
  unreached: "These could not be reached, and this browser has kept no copy of them.",
};

// One for each place of a contribution.
function stopsOf(found) {
  return found.flatMap((entry) => entry.places.map((place) => ({ ...entry, ...place }))).sort(byTimeAndBoard);
}

function byTimeAndBoard(a, b) {
  const [x, y] = [a, b].map(({ begins }) => begins || Infinity);
  return (x === y ? 0 : x - y)
    || compareBoards(a.name, b.name)
    || compareBoards(a.slot, b.slot)
    || Boolean(b.board) - Boolean(a.board)
    || compareBoards(a.board, b.board)
    || compareBoards(a.words, b.words);
}

function row(stop) {
  const line = make("p", { className: "row-title" });
  const item = make("li", { className: "row" }, line);
  item.dataset.contribution = stop.id;
  stop.clash = make("p", { className: "row-clash", hidden: true });
  if (stop.state !== "there") {
    line.append(make("code", {}, stop.id));
    return item;
  }
  line.append(make("a", { href: stop.address }, ...copyOf(stop.title)));
  if (stop.status) line.append(" ", make("span", { className: `tag tag-${stop.status}` }, stop.status));
  if (stop.board) line.append(" ", stop.stand);
  if (stop.slot) line.append(" ", make("span", { className: "board" }, `Slot ${stop.slot}`));
  const names = stop.authors.slice(0, 12).flatMap((name, i) => [i ? ", " : "", make("bdi", {}, name)]);
  if (stop.authors.length > 12) names.push(` and ${stop.authors.length - 12} more`);
  const meta = make("p", { className: "row-meta" }, make("span", { className: "row-authors" }, ...names));
  for (const { title, hue, address } of stop.topics) {
    meta.append(" ", make("a", { className: `topic ${hue}`, href: address }, ...copyOf(title)));
  }
  if (stop.topics[0]?.hue) item.classList.add(stop.topics[0].hue);
  const others = stop.places.filter(({ begins }) => begins && begins !== stop.begins).map(({ when }) => when);
  item.append(meta, ...(others.length ? [make("p", { className: "row-also" }, `Also ${others.join("; ")}`)] : []), stop.clash);
  return item;
}

function group(heading, below, stops) {
  const section = make("section", { className: "row-group" }, make("h2", { className: "group-title" }, heading));
  if (below?.length) section.append(make("p", { className: "group-note" }, ...below));
  section.append(make("ol", { className: "rows" }, ...stops.map(row)));
  return section;
}

let shown = [];
let stops = [];

function groups(stops) {
  const made = [];
  const placed = new Map();
  for (const stop of stops.filter(({ begins }) => begins)) {
    const name = `${stop.when} ${stop.session}`;
    placed.set(name, [...(placed.get(name) ?? []), stop]);
  }
  for (const members of placed.values()) {
    const [{ when, heading, room }] = members;
    made.push(group(when, [heading, room && `, ${room}`], members));
  }
  for (const state of ["there", "withdrawn", "unreached", "gone"]) {
    const rest = stops.filter((stop) => (stop.status === "withdrawn" ? stop.status : stop.state) === state && !stop.begins);
    if (!rest.length) continue;
    const section = group(REST[state], [EXPLAINED[state] ?? ""], rest);
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
  shown = found.map(({ id }) => id);
  const moved = ids.filter((id) => !shown.includes(id)).length;
  if (moved) {
    notice(`${many(moved)} ${moved === 1 ? "has" : "have"} another address now. Your ${moved === 1 ? "star went" : "stars went"} along.`);
    agenda.write(shown);
  }
  stops = stopsOf(found);
  list.replaceChildren(...groups(stops));
  count();
}

function count() {
  const ids = agenda.read();
  const timed = ids.filter((id) => entries.get(id)?.places[0].begins).length;
  const overlaps = sayOverlaps(stops, (id) => ids.includes(id));
  const said = [many(ids.length), timed && `${timed} with a time`, overlaps && many(overlaps, "overlap")];
  one(".agenda-count output").textContent = said.filter(Boolean).join(", ");
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
