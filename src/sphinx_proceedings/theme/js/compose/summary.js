// Problems beside their fields, and all of them in one list that leads to the fields.

const touched = new Set();
let showsAll = false;

const fieldOf = (at) => at.replaceAll(".", "-");
const NAMES_OF_FIELDS = { title: "Title", authors: "Authors", body: "Abstract", bib: "References", topics: "Topics", keywords: "Keywords", license: "Licence", id: "Name of the file" };

function nameOfField(at) {
  const [kind, number] = at.split(".");
  if (kind === "links") return facts.links[number];
  if (number === undefined) return NAMES_OF_FIELDS[kind];
  return `${kind === "authors" ? "Author" : "Affiliation"} ${Number(number) + 1}`;
}

// Rows that are empty are in no file: the state's numbers are those of the rows with something in them.
function rowFields(state) {
  const used = rows("authors").map((row, i) => [i, !isBlank({ ...emptyAuthor(), ...Object.fromEntries(PARTS.map((name) => [name, valueOf(row, name)])) })]).filter(([, some]) => some).map(([i]) => i);
  const places = rows("affiliations").map((row, i) => [i, valueOf(row, "name").trim() || valueOf(row, "ror").trim()]).filter(([, some]) => some).map(([i]) => i);
  return (at) => at.replace(/^(authors|affiliations)\.(\d+)/, (_, kind, number) => `${kind}.${(kind === "authors" ? used : places)[Number(number)] ?? number}`);
}

const seen = ({ at, code }) => showsAll || touched.has(fieldOf(at)) || (touched.has("body") && at === "body" && code !== "EMPTY");

function sentence({ code, message, fix, where = "" }) {
  return [where, make("span", { className: "problem-code" }, code), " ", message, fix ? make("span", { className: "problem-fix" }, ` ${fix}`) : ""];
}

function showProblems(found, state) {
  const placed = rowFields(state);
  const problems = found.map((each) => ({ ...each, at: placed(each.at) }));
  const visible = problems.filter(seen);
  const faults = visible.filter(({ advice }) => !advice);
  for (const list of all(".field-problems")) {
    const id = list.id.replace(/-problems$/, "");
    const here = visible.filter(({ at }) => fieldOf(at) === id);
    list.replaceChildren(...here.map((each) => make("li", { className: each.advice ? "advice" : "fault" }, ...sentence(each))));
    list.hidden = !here.length;
    const field = document.getElementById(id);
    if (field?.matches("input, textarea, select")) {
      if (here.some(({ advice }) => !advice)) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
  nameFolds();
  one(".mending").hidden = !visible.some(({ instead }) => instead !== undefined);
  fillSummary(problems, faults, visible.filter(({ advice }) => advice));
}

function fillSummary(problems, faults, advice) {
  const missing = problems.filter((each) => REQUIRED.has(each.code) && !each.advice && !faults.includes(each)).map(({ at }) => nameOfField(at).toLowerCase());
  const some = faults.length === 1 ? "One thing to mend:" : `${faults.length} things to mend:`;
  const rest = missing.length ? `Still missing: ${[...new Set(missing)].join(", ")}.` : "Nothing to mend. The file is ready.";
  const text = faults.length ? some : rest;
  const said = one(".summary-state");
  if (said.textContent !== text) said.textContent = text;
  page.dataset.state = faults.length ? "faults" : missing.length ? "missing" : "ready";
  list(".summary-problems", faults);
  list(".summary-advice", advice);
  one(".summary-advice-title").hidden = !advice.length;
}

const lists = new Map();

// A list that says the same as before is left alone: somebody may stand on one of its links.
function list(selector, problems) {
  const said = JSON.stringify(problems);
  if (lists.get(selector) === said) return;
  lists.set(selector, said);
  one(selector).replaceChildren(...problems.map(listed));
}

function listed(each) {
  const name = nameOfField(each.at) + (each.line ? `, line ${each.line}` : "");
  const link = make("a", { href: `#${fieldOf(each.at)}` }, name);
  link.addEventListener("click", (event) => { event.preventDefault(); goTo(each); });
  const item = make("li", {}, link, ": ", ...sentence({ ...each, where: "" }));
  item.dataset.code = each.code;
  return item;
}

// The field of a Problem, its folds opened, with the focus; in the abstract what is wrong is selected.
function goTo({ at, start, end }) {
  const id = fieldOf(at);
  const field = document.getElementById(id) ?? one(`[data-field="${id}"]`);
  if (!field) return;
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const target = field.matches("input, textarea, select") ? field : one("input, textarea, button", field) ?? one("#add-author");
  target.focus();
  if (at === "body" && end) target.setSelectionRange(start, end);
}

function showAll() {
  showsAll = true;
  update();
  one("#compose-summary").focus();
}
