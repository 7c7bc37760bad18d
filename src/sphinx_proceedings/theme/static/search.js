// Search: asks Pagefind's index, and shows what it finds, in a dialog or on the page of search.
//
// Loaded when search is first asked for. Pagefind itself, 13 KB, its program, 72 KB, and the parts of the index
// that a question needs follow. Everything in the index was written and escaped by the engine.

const root = new URL("../", import.meta.url);
// Milliseconds after a key before the index is asked.
const PAUSE = 90;
const STEP = 10;
const SOON = 3;
const ENOUGH = 12;
const LONGEST = 44;
const FACETS = { kind: "Kind", topic: "Topic", session: "Session", author: "Author", keyword: "Keyword", status: "Status" };
const KINDS = { contribution: "Contributions", topic: "Topics", page: "Pages" };
const SINGULAR = { topic: "Topic", page: "Page" };
const WITH_SLUGS = new Set(["author", "keyword"]);

// Spelling: the same steps as in pages/search/spelling.py, so that both come to the same plain form.

const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", "’": "'", ʼ: "'", "–": "-", "—": "-", "‐": "-" };
const GREEK = Object.fromEntries("α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi ο omicron π pi ρ rho σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega"
  .split(" ").flatMap((word, i, all) => (i % 2 ? [] : [[word, all[i + 1]]])));
const LOOKS = /\\(?:math(?:bb|bbm|ds|cal|frak|scr|rm|bf|sf|it|tt|normal)|bb|cal|boldsymbol|bm|text(?:bf|it|rm|sf|tt)?|operatorname\*?|mbox|hat|widehat|tilde|widetilde|bar|overline|vec|left|right|[bB]igg?[lrm]?|displaystyle|limits|nolimits|[,;:!> ])(?![a-z])\s*(?:\{([^{}]*)\})?/g;

export function fold(text) {
  return text.toLowerCase().replace(/[ßæœøłđðþıħ’ʼ–—‐]/g, (letter) => LETTERS[letter])
    .normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export function spell(text) {
  let plain = fold(text).replaceAll("ς", "σ").replaceAll("$", " ");
  if (plain.includes("\\")) {
    for (let depth = 0; depth < 3; depth += 1) plain = plain.replace(LOOKS, (_, inner) => inner ?? "");
    plain = plain.replace(/\\(?:var)?([a-z]+)/g, (_, name) => (name === "ell" ? " l " : ` ${name} `));
  }
  return plain.replace(/[α-ω]/g, (letter) => ` ${GREEK[letter] ?? letter} `)
    .replace(/[)}]?\s*[_^]\s*[({]?\s*/g, "").replace(/'s?(?![\p{L}\p{N}_])|'/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// The index.

let started;

function start() {
  started ??= load().catch((failed) => {
    started = undefined;
    throw failed;
  });
  return started;
}

async function load() {
  const [facts, { createInstance }] = await Promise.all([
    fetch(new URL("search.json", root), { cache: "no-cache" }).then((answer) => {
      if (!answer.ok) throw new Error(`search.json: ${answer.status}`);
      return answer.json();
    }),
    import(new URL("pagefind/pagefind.js", root)),
  ]);
  const index = createInstance({
    basePath: `${root.pathname}pagefind/`,
    language: "en",
    noWorker: true,
    metaCacheTag: facts.version,
    ranking: { metaWeights: { title: 5, authors: 4, also: 4 } },
  });
  await index.init();
  return { facts, index };
}

// Pagefind only notes in the console that a part of its index did not come, and finds less.
function isComplete() {
  const folder = new URL("pagefind/", root).href;
  return performance.getEntriesByType("resource").every((file) => !file.name.startsWith(folder) || !(file.responseStatus >= 400));
}

function asFilters(chosen, without) {
  const filters = {};
  for (const [facet, values] of chosen) if (values.size && facet !== without) filters[facet] = { any: [...values] };
  return filters;
}

const slugOf = (value) => value.slice(value.lastIndexOf("|") + 1);
const nameOf = (value) => value.slice(0, value.lastIndexOf("|"));

// Elements.

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
}

function written(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function icon(name) {
  return written(`<svg class="icon" aria-hidden="true"><use href="${root.pathname}_static/icons.svg#icon-${name}"></use></svg>`);
}

// A result.

function begins(word, asked) {
  return word.startsWith(asked) || (asked.length > 4 && word.length > 3 && asked.startsWith(word.slice(0, Math.max(4, asked.length - 3))));
}

function isHit(text, asked) {
  return spell(text).split(" ").some((word) => word && asked.some((one) => begins(word, one)));
}

function highlighted(text, asked) {
  const pieces = text.split(/(\s+)/).map((piece) => (piece.trim() && isHit(piece, asked) ? marked(piece) : [piece]));
  return make("span", {}, ...pieces.flat());
}

// The sentence with the most of what was asked: as [from, to), and the place of the first hit in it.
function sentenceOf(words, locations, end) {
  const ends = (i) => /[.?!]["”’)\]]*$/.test(words[i]) && !/^(?:\p{Lu}|[a-z]\.[a-z]|cf|vs|resp|al|Fig|Thm)\.$/u.test(words[i]) && !/^\p{Ll}/u.test(words[i + 1] ?? "");
  let best;
  for (let from = 0, to = 0; from < end; from = to) {
    to = from + 1;
    while (to < end && !ends(to - 1)) to += 1;
    const hits = locations.filter((at) => at.location >= from && at.location < to);
    const score = new Set(hits.map((at) => spell(words[at.location]).slice(0, 5))).size + hits.length / 100;
    if (!best || score > best.score) best = { from, to, score, first: Math.min(...hits.map((at) => at.location), to) };
  }
  if (!best) return undefined;
  const { first, score } = best;
  let { from, to } = best;
  if (to - from > LONGEST) {
    if (score > 0) from = Math.max(from, Math.min(first - 12, to - LONGEST));
    to = Math.min(to, from + LONGEST);
  }
  return { from, to, first, cut: [from > best.from, to < best.to], found: score > 0 };
}

// A word is marked without the punctuation that touches it.
function marked(piece) {
  if (typeof piece !== "string") return [make("mark", {}, piece)];
  const [, before, word, after] = piece.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u);
  return [before, make("mark", {}, word), after];
}

function quote(words, shown, sentence, hits) {
  const line = make("p", { className: "match" });
  if (sentence.cut[0]) line.append("… ");
  const spans = (shown.math ?? []).filter(([, to]) => to > sentence.from);
  for (let at = sentence.from; at < sentence.to; ) {
    if (at > sentence.from) line.append(" ");
    const span = spans[0]?.[0] <= at ? spans.shift() : undefined;
    const to = span ? span[1] : at + 1;
    const piece = span ? written(span[2]) : words[at];
    let hit = false;
    for (let i = at; i < to; i += 1) hit ||= hits.has(i);
    line.append(...(hit ? marked(piece) : [piece]));
    at = to;
  }
  if (sentence.cut[1]) line.append(" …");
  return line;
}

function topicsOf(found, facts) {
  return (found.filters.topic ?? []).filter((id) => facts.topics[id]);
}

function resultOf(found, facts, asked) {
  const shown = JSON.parse(found.anchors.at(-1)?.id ?? "{}");
  const words = found.content.split(/\s+/);
  const locations = found.weighted_locations;
  const hits = new Set(locations.map((at) => at.location));
  const sentence = sentenceOf(words, locations, shown.end ?? 0);
  const section = sentence?.found && shown.sections?.findLast(([at]) => at <= sentence.first);
  const address = new URL(found.raw_url.slice(1), root).href;
  const kind = found.filters.kind?.[0];
  const status = found.filters.status?.[0];
  const topics = topicsOf(found, facts);
  const title = make("a", { href: section ? `${address}#${section[1]}` : address });
  title.append(shown.title ? written(shown.title) : highlighted(found.meta.title, asked));
  const head = make("p", { className: "row-title" }, title);
  if (status === "withdrawn") head.append(" ", make("span", { className: "tag tag-withdrawn" }, status));
  if (SINGULAR[kind]) head.append(" ", make("span", { className: "tag" }, SINGULAR[kind]));
  if (shown.board) head.append(" ", make("span", { className: "board" }, `Board ${shown.board}`));
  const meta = make("p", { className: "row-meta" });
  const people = found.filters.author ?? [];
  const names = make("span", { className: "row-authors" });
  const named = people.slice(0, ENOUGH).concat(people.slice(ENOUGH).filter((value) => isHit(nameOf(value), asked)));
  named.forEach((value, i) => {
    const name = make("bdi", {}, highlighted(nameOf(value), asked));
    const link = isHit(nameOf(value), asked) ? make("a", { href: new URL(`authors/${slugOf(value)}.html`, root).href }, name) : name;
    names.append(i ? ", " : "", link);
  });
  if (people.length > named.length) names.append(` and ${people.length - named.length} more`);
  if (people.length) meta.append(names);
  if (section) meta.append(make("span", { className: "in-section" }, section[2]));
  if (kind === "contribution") {
    for (const id of topics) {
      const mark = make("a", { className: `topic hue-${facts.topics[id].hue}`, href: new URL(`topics/${id}.html`, root).href });
      mark.append(written(facts.topics[id].title));
      meta.append(" ", mark);
    }
  }
  const row = make("li", { className: `row${topics.length ? ` hue-${facts.topics[topics[0]].hue}` : ""}` }, head);
  if (meta.hasChildNodes()) row.append(meta);
  if (sentence) row.append(quote(words, shown, sentence, hits));
  const said = [...locations.map((at) => words[at.location]), found.meta.title, found.meta.authors, found.meta.also].join(" ");
  // Authors whose names have all that was asked for.
  const fitting = people.filter((value) => {
    const parts = spell(nameOf(value)).split(" ");
    return asked.length && asked.every((one) => parts.some((part) => part.startsWith(one)));
  });
  return { row, words: new Set(spell(said).split(" ")), people: fitting };
}

// Rows for the best results that have all of the words.
export async function firstResults(words, most) {
  const plain = spell(words);
  const asked = plain.split(" ").filter(Boolean);
  const { facts, index } = await start();
  const { results } = await index.search(plain);
  const found = await Promise.all(results.slice(0, most).map((result) => result.data()));
  const fits = (result) => asked.every((one) => [...result.words].some((word) => begins(word, one)));
  return found.map((one) => resultOf(one, facts, asked)).filter(fits).map(({ row }) => row);
}

// The search itself: a field, results, facets.

class Search {
  constructor(place, { keepsAddress }) {
    this.keepsAddress = keepsAddress;
    this.chosen = new Map(Object.keys(FACETS).map((facet) => [facet, new Set()]));
    this.opened = new Set(["topic"]);
    this.number = 0;
    this.field = make("input", { id: "search-words", name: "q", type: "search", autocomplete: "off", enterKeyHint: "search", spellcheck: false });
    this.output = make("output", { className: "search-count" });
    this.output.setAttribute("aria-live", "polite");
    this.people = make("p", { className: "search-people", hidden: true });
    this.list = make("ol", { className: "rows search-results", hidden: true });
    this.more = make("button", { type: "button", className: "quiet", hidden: true }, "Show more");
    this.trouble = make("div", { className: "search-trouble", hidden: true });
    this.facets = make("details", { className: "search-facets", hidden: true });
    this.facets.append(make("summary", {}, "Narrow the results", icon("chevron")));
    this.groups = make("div");
    this.facets.append(this.groups);
    this.form = make("form", {}, make("p", { className: "filter-words" }, make("label", { htmlFor: "search-words" }, "Words, names or formulas"), this.field));
    this.form.setAttribute("role", "search");
    this.form.setAttribute("aria-label", "Search the site");
    place.replaceChildren(this.form, this.output, this.trouble, make("div", { className: "search-columns" }, make("div", {}, this.people, this.list, this.more), this.facets));
    this.wide = matchMedia("(min-width: 60rem)");
    this.facets.open = this.wide.matches;
    this.wide.addEventListener("change", () => { this.facets.open = this.wide.matches; });
    this.listen(place);
  }

  listen(place) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.list.querySelector("a")?.focus();
    });
    this.field.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.ask(), PAUSE);
    });
    this.more.addEventListener("click", () => this.showMore(true));
    this.groups.addEventListener("change", (event) => {
      const { name, value, checked } = event.target;
      if (!this.chosen.has(name)) return;
      this.chosen.get(name)[checked ? "add" : "delete"](value);
      this.ask();
    });
    this.groups.addEventListener("click", (event) => {
      if (!event.target.closest("[data-clear]")) return;
      for (const values of this.chosen.values()) values.clear();
      this.ask();
      this.field.focus();
    });
    place.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const stops = [this.field, ...this.list.querySelectorAll(".row-title a")];
      const here = stops.indexOf(document.activeElement);
      const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
      if (here < 0 || !next) return;
      event.preventDefault();
      next.focus();
    });
  }

  get anythingChosen() {
    return [...this.chosen.values()].some((values) => values.size);
  }

  // The state as it stands in the address: q, and each facet any number of times.
  get query() {
    const query = new URLSearchParams();
    if (this.field.value.trim()) query.set("q", this.field.value.trim());
    for (const [facet, values] of this.chosen) for (const value of values) query.append(facet, WITH_SLUGS.has(facet) ? slugOf(value) : value);
    return query;
  }

  async read(query) {
    this.field.value = query.get("q") ?? "";
    this.gone = [];
    for (const values of this.chosen.values()) values.clear();
    const wanted = [...this.chosen.keys()].filter((facet) => query.has(facet));
    if (wanted.length) {
      try {
        const { index } = await start();
        const { totalFilters } = await index.search(null, { filters: Object.fromEntries(wanted.map((facet) => [facet, []])) });
        for (const facet of wanted) {
          for (const asked of query.getAll(facet)) {
            const values = Object.keys(totalFilters[facet] ?? {}).filter((value) => (WITH_SLUGS.has(facet) ? slugOf(value) : value) === asked);
            if (!values.length) this.gone.push(`${FACETS[facet].toLowerCase()} “${asked}”`);
            for (const value of values) this.chosen.get(facet).add(value);
          }
        }
      } catch (failed) {
        this.fail();
        return;
      }
    }
    await this.ask();
  }

  async ask() {
    const number = ++this.number;
    const written = this.field.value.trim();
    const plain = spell(written);
    const query = this.query.size ? `?${this.query}` : "";
    if (this.keepsAddress && query !== location.search) history.replaceState(null, "", location.pathname + query + location.hash);
    this.onChange?.(this.query);
    this.trouble.hidden = true;
    if (!plain && !this.anythingChosen) {
      this.empty(written ? `There is no letter or digit in “${written}”.` : "");
      return;
    }
    const term = plain ? (/^".+"$/.test(written) ? `"${plain}"` : plain) : null;
    try {
      const { facts, index } = await start();
      const answer = await index.search(term, { filters: asFilters(this.chosen) });
      if (number !== this.number) return;
      Object.assign(this, { facts, index, term, written, asked: plain.split(" ").filter(Boolean), results: answer.results, shown: 0 });
      await this.showMore(false, number);
      if (number !== this.number) return;
      if (!isComplete()) {
        this.fail();
        return;
      }
      await this.showFacets(number);
    } catch (failed) {
      if (number === this.number) this.fail();
    }
  }

  empty(said) {
    this.say(said);
    this.list.replaceChildren();
    for (const part of [this.list, this.more, this.people, this.facets]) part.hidden = true;
  }

  say(text) {
    if (this.output.textContent !== text) this.output.textContent = text;
  }

  fail() {
    this.empty("");
    const local = location.protocol === "file:";
    const why = local ? "Search works on a web server, and this page was opened as a file." : "The search index could not be loaded, or a part of it is missing.";
    const again = make("button", { type: "button", className: "quiet" }, "Try again");
    again.addEventListener("click", () => {
      // What was asked for and did not come is asked for again only by a page that starts anew.
      location.href = `${new URL("search.html", root).href}?${this.query}`;
      if (location.pathname.endsWith("/search.html")) location.reload();
    });
    const lists = make("a", { href: new URL("search.html#lists", root).href }, "plain lists");
    const said = make("p", {}, `${why} Everything can be reached from the `, lists, ".");
    said.setAttribute("role", "alert");
    this.trouble.replaceChildren(said, ...(local ? [] : [again]));
    this.trouble.hidden = false;
  }

  async showMore(moves, number = this.number) {
    const next = this.results.slice(this.shown, this.shown + STEP);
    const isFirst = !this.shown;
    this.shown += next.length;
    // The first few stand there before the rest has come.
    const parts = isFirst ? [next.slice(0, SOON), next.slice(SOON)] : [next];
    for (const [i, part] of parts.entries()) {
      const found = await Promise.all(part.map((result) => result.data()));
      if (number !== this.number) return;
      const made = found.map((one) => resultOf(one, this.facts, this.asked));
      const rows = made.map((result) => result.row);
      if (isFirst && !i) {
        this.named = new Map();
        this.list.replaceChildren(...rows);
        this.count(made);
      } else this.list.append(...rows);
      for (const { people } of made) for (const value of people) this.named.set(slugOf(value), nameOf(value));
      if (moves && !i) rows[0]?.querySelector("a").focus();
    }
    this.list.hidden = !this.shown;
    this.more.hidden = this.shown >= this.results.length;
    this.showPeople();
  }

  count(made) {
    const total = this.results.length;
    const gone = this.gone?.length ? `There is no ${this.gone.join(", no ")} here any more. ` : "";
    const number = `${total.toLocaleString("en")} result${total === 1 ? "" : "s"}`;
    // Where no word fits, Pagefind takes ever shorter beginnings.
    const near = this.asked.filter((asked) => made.length && !made.some(({ words }) => [...words].some((word) => begins(word, asked))));
    if (!total) this.say(`${gone}No result${this.written ? ` for “${this.written}”` : ""}.`);
    else if (near.length) this.say(`${gone}Nothing has “${near.join("” or “")}”. Nearest: ${number}`);
    else this.say(gone + number);
  }

  async showFacets(number) {
    const many = [...WITH_SLUGS].filter((facet) => this.opened.has(facet) || this.chosen.get(facet).size);
    const few = Object.keys(FACETS).filter((facet) => !WITH_SLUGS.has(facet));
    const counts = {};
    const wanted = Object.fromEntries([...few, ...many].map((facet) => [facet, []]));
    const found = (await this.index.search(this.term, { filters: { ...wanted, ...asFilters(this.chosen) } })).filters;
    for (const facet of [...few, ...many]) {
      const chosen = this.chosen.get(facet);
      // Of the values of one facet one is enough, so its counts are those without it.
      const from = chosen.size ? (await this.index.search(this.term, { filters: { ...wanted, ...asFilters(this.chosen, facet) } })).filters : found;
      counts[facet] = Object.entries(from[facet] ?? {}).filter(([value, count]) => count || chosen.has(value));
    }
    if (number !== this.number) return;
    this.drawFacets(counts);
  }

  label(facet, value) {
    if (facet === "topic") return written(this.facts.topics[value]?.title ?? value);
    if (facet === "session") return this.facts.sessions[value] ?? value;
    if (facet === "kind") return KINDS[value] ?? value;
    return WITH_SLUGS.has(facet) ? nameOf(value) : value;
  }

  drawFacets(counts) {
    const focused = document.activeElement;
    const back = this.groups.contains(focused) ? [focused.name, focused.value, focused.closest("details")?.dataset.facet] : undefined;
    this.groups.replaceChildren();
    for (const [facet, title] of Object.entries(FACETS)) {
      const values = counts[facet];
      const chosen = this.chosen.get(facet);
      if (values && values.length < 2 && !chosen.size && !WITH_SLUGS.has(facet)) continue;
      if (values && !values.length && WITH_SLUGS.has(facet)) continue;
      this.groups.append(this.facetOf(facet, title, values, chosen));
    }
    if (this.anythingChosen) this.groups.append(make("button", { type: "button", className: "quiet", "data-clear": "" }, "Clear all"));
    this.facets.hidden = !this.groups.childElementCount;
    if (!back) return;
    const again = [...this.groups.querySelectorAll("input")].find((box) => box.name === back[0] && box.value === back[1]);
    (again ?? this.groups.querySelector(`[data-facet="${back[2]}"] summary`) ?? this.field).focus();
  }

  facetOf(facet, title, values, chosen) {
    const group = make("details", { className: "filter-topics", open: this.opened.has(facet) || chosen.size > 0 });
    group.dataset.facet = facet;
    const some = chosen.size ? ` (${chosen.size} chosen)` : "";
    group.append(make("summary", {}, `${title}${some}`, icon("chevron")));
    const box = make("fieldset", {}, make("legend", { className: "visually-hidden" }, title));
    const draw = (part) => {
      const wanted = fold(part);
      const order = (values ?? []).filter(([value]) => !wanted || fold(nameOf(value)).includes(wanted))
        .sort((a, b) => chosen.has(b[0]) - chosen.has(a[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      const seen = WITH_SLUGS.has(facet) ? order.slice(0, ENOUGH + chosen.size) : values;
      return seen.map(([value, count]) => {
        const check = make("input", { type: "checkbox", name: facet, value, checked: chosen.has(value) });
        const hue = facet === "topic" && this.facts.topics[value] ? ` hue-${this.facts.topics[value].hue}` : "";
        return make("label", { className: `chip${hue}` }, check, make("span", {}, this.label(facet, value)), make("span", { className: "count" }, String(count)));
      });
    };
    const chips = make("div", {}, ...(values ? draw("") : []));
    if (values && WITH_SLUGS.has(facet) && values.length > ENOUGH) {
      const part = make("input", { type: "search", className: "facet-part", autocomplete: "off", placeholder: `Part of a ${title.toLowerCase() === "author" ? "name" : "keyword"}` });
      part.setAttribute("aria-label", `Find a ${title.toLowerCase()} in this list`);
      part.addEventListener("input", () => chips.replaceChildren(...draw(part.value)));
      box.append(part);
    }
    box.append(chips);
    group.append(box);
    group.addEventListener("toggle", () => {
      this.opened[group.open ? "add" : "delete"](facet);
      if (group.open && !values) this.showFacets(this.number);
    });
    return group;
  }

  // The authors whose names have all that was asked for, with the way to their pages.
  showPeople() {
    const links = [...this.named].slice(0, 6).map(([slug, name]) => make("a", { href: new URL(`authors/${slug}.html`, root).href }, make("bdi", {}, name)));
    this.people.replaceChildren(`Author${links.length > 1 ? "s" : ""}: `, ...links.flatMap((link, i) => (i ? [", ", link] : [link])));
    this.people.hidden = !links.length;
  }
}

// The dialog, made when it is first opened.

let dialog;
let dressed;

// A look that did not come is no reason not to search.
function dress() {
  const look = make("link", { rel: "stylesheet", href: new URL("search.css", import.meta.url).href });
  return new Promise((done) => {
    look.addEventListener("load", done);
    look.addEventListener("error", done);
    document.head.append(look);
  });
}

export async function open(door) {
  dressed ??= dress();
  await dressed;
  if (!dialog) {
    dialog = make("dialog", { className: "search-dialog" });
    dialog.setAttribute("aria-label", "Search");
    const place = make("div", { className: "search" });
    const close = make("button", { type: "button", className: "tool" }, icon("close"), make("span", { className: "visually-hidden" }, "Close"));
    const page = make("a", { href: door.href, className: "search-as-page" }, "Open as a page");
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    dialog.append(make("div", { className: "search-bar" }, page, close), place);
    document.body.append(dialog);
    const search = new Search(place, { keepsAddress: false });
    search.onChange = (query) => { page.href = query.size ? `${door.href}?${query}` : door.href; };
    dialog.search = search;
  }
  if (!dialog.open) dialog.showModal();
  dialog.search.field.focus();
  dialog.search.field.select();
  // While the first words are written, the index is on its way.
  start().catch(() => dialog.search.fail());
}

const place = document.querySelector("[data-search-page]");
if (place) {
  const search = new Search(place, { keepsAddress: true });
  addEventListener("popstate", () => search.read(new URLSearchParams(location.search)));
  if (!location.search) {
    search.field.focus();
    start().catch(() => search.fail());
  } else search.read(new URLSearchParams(location.search));
}
