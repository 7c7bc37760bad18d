// The list at work. The address holds the words, the chosen values, the order and the view.

const VIEW = "proceedings-list-view";
// Milliseconds after a key before the address follows: browsers count how often it changes.
const CALM = 150;

function kept() {
  try {
    return localStorage.getItem(VIEW) ?? "";
  } catch (refused) {
    return "";
  }
}

function keep(view) {
  try {
    localStorage.setItem(VIEW, view);
  } catch (refused) {
    // The address holds it as well.
  }
}

async function start(listing) {
  const form = listing.querySelector("form.filter");
  const field = form.elements.q;
  const output = form.querySelector("output");
  const clear = form.querySelector("[type=reset]");
  const given = form.querySelector(".filter-chosen");
  const drawer = form.querySelector(".search-facets");
  const tools = listing.querySelector(".list-tools");
  const sorting = tools.querySelector("select");
  const views = [...tools.querySelectorAll("button")];
  const nothing = listing.querySelector(".no-match");
  const place = listing.querySelector(".browse-rows");
  const isWhole = !listing.dataset.facts;
  const wide = matchMedia("(min-width: 60rem)");
  const said = output.textContent;
  let gone = [];
  let view = "";
  let writing;

  drawer.open = wide.matches;
  wide.addEventListener("change", () => { drawer.open = wide.matches; });
  form.hidden = tools.hidden = false;
  listing.toggleAttribute("aria-busy", !isWhole);
  const early = new URLSearchParams(location.search);
  field.value = early.get("q") ?? "";
  showView(viewOf(early));

  let facts;
  try {
    facts = await factsOf(listing);
  } catch (failed) {
    fail();
    return;
  }
  listing.removeAttribute("aria-busy");

  const facets = facetsOf(facts);
  const boxes = new Map(facets.map((facet) => {
    const at = (value) => facet.number.get(value);
    const made = facetOf({
      name: facet.name,
      title: facet.title,
      label: (value) => (facet.label ?? facet.text)(at(value)),
      hue: (value) => facet.hue?.(at(value)),
      group: (value) => facet.group?.(at(value)) ?? "",
      field: facet.field,
    });
    made.element.open = Boolean(facet.open);
    drawer.querySelector(".facets").append(made.element);
    return [facet.name, made];
  }));
  const named = new Map(facets.map((facet) => [facet.name, facet]));

  const makes = rowsOf(facts, listing.dataset.root, () => list.render());
  const ready = new Map();
  if (isWhole) {
    const numbers = new Map(facts.id.map((id, i) => [id, i]));
    for (const element of place.querySelectorAll(".row")) ready.set(numbers.get(element.dataset.contribution), element);
  }
  const rows = make("ol", { className: "rows" });
  const list = windowOf(rows, facts.id.length, dress, isWhole);

  function dress(i, element, before) {
    const made = element ?? ready.get(i) ?? makes.row(i);
    if (view === "cards") makes.complete(made, i);
    const isFirst = sorting.value === "topic" && (before === undefined || facts.topic[before][0] !== facts.topic[i][0]);
    makes.head(made, i, isFirst);
    return made;
  }

  function viewOf(query) {
    return [query.get("view"), kept(), listing.dataset.view].find((name) => views.some(({ value }) => value === name));
  }

  function showView(name) {
    view = name;
    listing.dataset.view = name;
    for (const button of views) button.setAttribute("aria-pressed", button.value === name);
  }

  function asked() {
    const query = new URLSearchParams();
    if (field.value.trim()) query.set("q", field.value.trim());
    for (const facet of facets) for (const at of facet.chosen) query.append(facet.name, facet.values[at]);
    return query;
  }

  // The address without what is as it would be anyway.
  function write() {
    const query = asked();
    if (sorting.value !== listing.dataset.sort) query.set("sort", sorting.value);
    if (viewOf(new URLSearchParams()) !== view || new URLSearchParams(location.search).has("view")) query.set("view", view);
    const search = query.size ? `?${query}` : "";
    if (search !== location.search) history.replaceState(null, "", location.pathname + search + location.hash);
  }

  function read() {
    const query = new URLSearchParams(location.search);
    field.value = query.get("q") ?? "";
    gone = [];
    for (const facet of facets) {
      facet.chosen.clear();
      for (const value of query.getAll(facet.name)) {
        if (facet.number.has(value)) facet.chosen.add(facet.number.get(value));
        else gone.push(`${facet.title.toLowerCase()} “${value}”`);
      }
      if (facet.chosen.size) boxes.get(facet.name).element.open = true;
    }
    const sort = query.get("sort") ?? listing.dataset.sort;
    if ([...sorting.options].some(({ value }) => value === sort)) sorting.value = sort;
    else gone.push(`order “${sort}”`);
    showView(viewOf(query));
    show();
  }

  function show() {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const { fitting, loosened } = chosenOf(facts, facets, words, facts.orders[sorting.value] ?? []);
    const query = asked();
    list.show(fitting, view);
    for (const facet of facets) {
      const values = new Set([...facet.chosen].map((at) => facet.values[at]));
      boxes.get(facet.name).show((part) => picked(facet, part), values);
    }
    showChosen(query.size > 0);
    showNothing(fitting.length, words, loosened);
    const lost = gone.length ? `There is no ${gone.join(", no ")} here any more. ` : "";
    const now = lost + (query.size ? `${number(fitting.length)} of ${said}` : said);
    if (output.textContent !== now) output.textContent = now;
  }

  function removal(facet, at, before, after) {
    const button = make("button", { type: "button", className: "quiet" }, before, make("span", {}, facet.label?.(at) ?? facet.text(at)), after);
    button.addEventListener("click", () => {
      facet.chosen.delete(at);
      changed();
      field.focus();
    });
    return button;
  }

  function showChosen(isAny) {
    clear.hidden = !isAny;
    const items = facets.flatMap((facet) => [...facet.chosen].map((at) => make("li", {}, removal(facet, at, make("span", { className: "visually-hidden" }, `Remove ${facet.title.toLowerCase()} `), icon("close")))));
    given.replaceChildren(...items);
    given.hidden = !items.length;
  }

  // What to loosen, with how many there would be then.
  function showNothing(count, words, loosened) {
    nothing.hidden = count > 0;
    if (count) return;
    const ways = [];
    if (words.length && loosened.get("words")) ways.push([`Without “${field.value.trim()}”`, loosened.get("words"), () => { field.value = ""; }]);
    for (const facet of facets) {
      const found = facet.chosen.size && loosened.get(facet.name);
      if (found) ways.push([`With any ${facet.title.toLowerCase()}`, found, () => facet.chosen.clear()]);
    }
    const items = ways.map(([text, found, loosen]) => {
      const button = make("button", { type: "button", className: "quiet" }, `${text}: ${number(found)}`);
      button.addEventListener("click", () => { loosen(); changed(); field.focus(); });
      return make("li", {}, button);
    });
    const hint = items.length ? "" : " No one condition alone is to blame: clear all of them.";
    nothing.replaceChildren(make("p", {}, `No contribution matches.${hint}`), ...(items.length ? [make("ul", { className: "plain" }, ...items)] : []));
  }

  // Something else is asked for: it begins at the list's top.
  function changed() {
    gone = [];
    show();
    clearTimeout(writing);
    writing = setTimeout(write, CALM);
    if (listing.getBoundingClientRect().top < 0 && rows.getBoundingClientRect().top < 0) place.scrollIntoView({ behavior: "instant" });
  }

  function fail() {
    listing.removeAttribute("aria-busy");
    form.hidden = tools.hidden = true;
    const again = make("button", { type: "button", className: "quiet" }, "Try again");
    again.addEventListener("click", () => location.reload());
    const plain = make("a", { href: form.querySelector(".plain-pages a").href }, "plain pages");
    const text = make("p", {}, `These are the first of ${said}. The others could not be loaded; all are on `, plain, ".");
    text.setAttribute("role", "alert");
    nothing.replaceChildren(text, again);
    nothing.hidden = false;
    listing.prepend(nothing);
  }

  form.addEventListener("input", (event) => {
    const facet = named.get(event.target.name);
    if (facet) facet.chosen[event.target.checked ? "add" : "delete"](facet.number.get(event.target.value));
    changed();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    field.value = "";
    for (const facet of facets) facet.chosen.clear();
    changed();
    field.focus();
  });
  sorting.addEventListener("change", changed);
  tools.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (!chosen || chosen.value === view) return;
    const before = list.here();
    showView(chosen.value);
    keep(view);
    history.replaceState(history.state, "", `${location.pathname}${withView()}${location.hash}`);
    show();
    if (!isWhole && rows.getBoundingClientRect().top < 0) list.bring(before.i, before.at);
  });

  function withView() {
    const query = new URLSearchParams(location.search);
    query.set("view", view);
    return `?${query}`;
  }

  listing.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const row = event.target.closest?.("[data-contribution]");
    if (event.target !== field && !event.target.closest?.(".row-title")) return;
    const at = row ? list.places.indexOf(Number(row.dataset.number)) : -1;
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    if (next >= list.places.length || (at < 0 && next < 0)) return;
    event.preventDefault();
    if (next < 0) {
      field.focus();
      return;
    }
    const i = list.places[next];
    if (!list.elementOf(i)) list.bring(i, innerHeight / 3);
    list.elementOf(i).querySelector(".row-title a").focus();
  });
  document.addEventListener("agenda", () => {
    named.get("starred").readStars();
    show();
  });

  place.replaceChildren(rows);
  read();
  // Going back may bring a page from memory, with the fields as the browser kept them.
  addEventListener("pageshow", (event) => { if (event.persisted) read(); });
  addEventListener("pagehide", () => {
    clearTimeout(writing);
    write();
  });
  if (!isWhole) remember();

  // A list that grows after the page has come: the browser cannot find back to the place by itself.
  function remember() {
    const id = location.hash.startsWith("#row-") ? location.hash.slice(5) : "";
    const state = history.state?.row ? history.state : { row: id, at: 0 };
    const i = facts.id.indexOf(state.row);
    if (i >= 0 && list.places.includes(i)) list.bring(i, state.at);
    let pausing;
    addEventListener("scroll", () => {
      clearTimeout(pausing);
      pausing = setTimeout(() => {
        const { i: now, at } = list.here();
        const isInside = now !== undefined && rows.getBoundingClientRect().top < 0;
        history.replaceState(isInside ? { row: facts.id[now], at } : null, "");
      }, 150);
    }, { passive: true });
  }
}

document.querySelectorAll(".listing.browse").forEach(start);
