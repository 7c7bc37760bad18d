// The form: what stands in it as a state, and a state shown in it.

let keys = 0;
const newKey = () => `k${(keys += 1)}`;
const PARTS = ["given", "family", "particle", "suffix", "orcid"];
const TICKS = ["corresponding", "presenting", "group"];
const SIMPLE = ["title", "body", "bib", "license", "id"];

const emptyAuthor = () => ({ given: "", particle: "", family: "", suffix: "", group: false, orcid: "", affiliations: [], corresponding: false, presenting: false });
const emptyState = () => ({ id: "", origin: "", named: false, title: "", authors: [], affiliations: [], topics: [], keywords: [], license: "", links: {}, kept: {}, body: "", bib: "" });
const isBlank = (author) => !display(author).trim() && !author.orcid.trim();

// What no field holds: where a file came from, its keys without a field, the order of its topics.
let hidden = { origin: "", named: false, kept: {}, topics: [] };

const rows = (kind) => all(`.${kind}-of > .entry`);
const part = (row, name) => one(`[data-part="${name}"]`, row);
const valueOf = (row, name) => one("input", part(row, name)).value;

function splitKeywords(text) {
  return text.split(text.includes(";") ? ";" : ",").map(oneLine).filter(Boolean);
}

// A keyword may have a comma in it: then semicolons stand between them.
function joinKeywords(keywords) {
  if (!keywords.some((word) => word.includes(","))) return keywords.join(", ");
  return keywords.join("; ") + (keywords.length === 1 ? ";" : "");
}

function readForm() {
  const affiliations = rows("affiliations").map((row) => ({ key: row.dataset.key, id: row.dataset.id, name: valueOf(row, "name"), ror: valueOf(row, "ror") }))
    .filter(({ name, ror }) => name.trim() || ror.trim());
  const declared = affiliations.map(({ key }) => key);
  const authors = rows("authors").map((row) => ({
    ...Object.fromEntries(PARTS.map((name) => [name, valueOf(row, name)])),
    ...Object.fromEntries(TICKS.map((name) => [name, part(row, name).checked])),
    affiliations: all(".affiliations-choice input:checked", row).map(({ value }) => value).filter((key) => declared.includes(key)),
  })).map((author) => (author.group ? { ...author, given: "", particle: "", suffix: "" } : author)).filter((author) => !isBlank(author));
  return {
    ...hidden, ...Object.fromEntries(SIMPLE.map((name) => [name, document.getElementById(name).value])), authors, affiliations,
    keywords: splitKeywords(document.getElementById("keywords").value),
    links: Object.fromEntries(Object.keys(facts.links).map((kind) => [kind, document.getElementById(`links-${kind}`).value])),
  };
}

function showForm(state) {
  hidden = { origin: state.origin, named: state.named, kept: state.kept, topics: state.topics };
  const licence = document.getElementById("license");
  if (state.license && ![...licence.options].some(({ value }) => value === state.license)) licence.append(make("option", { value: state.license }, state.license));
  for (const name of SIMPLE) document.getElementById(name).value = state[name];
  document.getElementById("keywords").value = joinKeywords(state.keywords);
  for (const kind of Object.keys(facts.links)) document.getElementById(`links-${kind}`).value = state.links[kind] ?? "";
  if (Object.values(state.links).some((value) => value.trim())) one(".links-of").open = true;
  one(".authors-of").replaceChildren();
  one(".affiliations-of").replaceChildren();
  for (const place of state.affiliations.length ? state.affiliations : [{ key: newKey(), id: "", name: "", ror: "" }]) addAffiliation(place);
  const first = { ...emptyAuthor(), affiliations: rows("affiliations").map(({ dataset }) => dataset.key) };
  for (const author of state.authors.length ? state.authors : [first]) addAuthor(author);
  one(".strange")?.remove();
  arrange();
  for (const fold of all(".many .fold")) fold.open = false;
  showTopics();
}

function showTopics() {
  // A topic that the volume does not have can be taken away, and not be given.
  for (const id of hidden.topics.filter((topic) => !(topic in facts.topics) && !one(`input[name="topic"][value="${CSS.escape(topic)}"]`))) {
    const box = make("input", { type: "checkbox", name: "topic", value: id });
    box.setAttribute("aria-describedby", "topics-hint topics-problems");
    if (!one(".strange")) one(".chosen")?.before(make("ul", { className: "plain choices strange" }));
    one(".strange")?.append(make("li", {}, make("label", { className: "choice" }, box, make("span", { className: "topic" }, id))));
  }
  for (const box of all('input[name="topic"]')) box.checked = hidden.topics.includes(box.value);
  const said = one(".chosen");
  if (!said) return;
  const names = hidden.topics.map((id) => one(`input[name="topic"][value="${CSS.escape(id)}"] + .topic`)?.textContent ?? id);
  said.textContent = names.length > 1 ? `The main topic: ${names[0]}. Then: ${names.slice(1).join("; ")}.` : "";
}

function rowOf(kind, key) {
  const row = document.getElementById(`${kind}-row`).content.firstElementChild.cloneNode(true);
  row.dataset.key = key;
  return row;
}

function addAuthor(author) {
  const row = rowOf("author", newKey());
  for (const name of PARTS) one("input", part(row, name)).value = author[name];
  for (const name of TICKS) part(row, name).checked = author[name];
  row.chosen = author.affiliations;
  one(".more-of-name", row).open = Boolean(author.particle || author.suffix);
  one(".authors-of").append(row);
  return row;
}

function addAffiliation(place) {
  const row = rowOf("affiliation", place.key);
  row.dataset.id = place.id;
  for (const name of ["name", "ror"]) one("input", part(row, name)).value = place[name];
  one(".affiliations-of").append(row);
  return row;
}

// Numbers, labels and the choice of affiliations, after something was added, removed or moved.
function arrange() {
  rows("affiliations").forEach((row, i) => {
    one("legend", row).textContent = `Affiliation ${i + 1}`;
    for (const name of ["name", "ror"]) tie(part(row, name), `affiliations-${i}-${name}`);
    one('[data-do="remove"]', row).setAttribute("aria-label", `Remove affiliation ${i + 1}`);
  });
  const people = rows("authors");
  people.forEach((row, i) => {
    one("legend", row).textContent = `Author ${i + 1}`;
    for (const name of PARTS) tie(part(row, name), `authors-${i}-${name}`);
    one('[data-do="up"]', row).hidden = i === 0;
    one('[data-do="up"]', row).setAttribute("aria-label", `Move author ${i + 1} up`);
    one('[data-do="remove"]', row).hidden = people.length === 1;
    one('[data-do="remove"]', row).setAttribute("aria-label", `Remove author ${i + 1}`);
    asGroup(row);
    offer(row, i);
  });
  for (const kind of ["authors", "affiliations"]) {
    const many = rows(kind).length > UNFOLDED;
    one(`.${kind}-of`).classList.toggle("many", many);
    if (!many) for (const fold of all(`.${kind}-of .fold`)) fold.open = true;
  }
  nameFolds();
}

// Of more authors than these, each is folded to a line; so are affiliations.
const UNFOLDED = 6;

function nameFolds() {
  rows("authors").forEach((row, number) => {
    const parts = Object.fromEntries(PARTS.map((name) => [name, valueOf(row, name)]));
    const places = all(".affiliations-choice input", row).map((box, i) => (box.checked ? i + 1 : 0)).filter(Boolean).join(", ");
    const name = display({ ...parts, group: part(row, "group").checked }).trim() || "(no name yet)";
    nameFold(row, number, places ? `${name} (${places})` : name);
  });
  rows("affiliations").forEach((row, number) => nameFold(row, number, valueOf(row, "name").trim() || "(no name yet)"));
}

function nameFold(row, number, name) {
  const faults = all(".field-problems li", row).length;
  const remarks = faults ? ` – see ${faults} ${faults === 1 ? "remark" : "remarks"}` : "";
  one(".fold > summary", row).textContent = `${number + 1}. ${name}${remarks}`;
}

// A field's label, its list of Problems and what they say of it, tied by ids.
function tie(field, id) {
  const input = one("input", field);
  field.dataset.field = id;
  input.id = id;
  one("label", field).htmlFor = id;
  if (!one(".field-problems", field)) field.append(make("ul", { className: "field-problems plain", hidden: true }));
  one(".field-problems", field).id = `${id}-problems`;
  input.setAttribute("aria-describedby", `${id}-problems`);
}

function asGroup(row) {
  const group = part(row, "group").checked;
  for (const name of ["given"]) part(row, name).hidden = group;
  one(".more-of-name", row).hidden = group;
  one("label", part(row, "family")).textContent = group ? "Name of the group" : "Family name";
}

// The affiliations that an author may tick.
function offer(row, number) {
  const field = part(row, "affiliations");
  const now = row.chosen ?? all("input:checked", field).map(({ value }) => value);
  row.chosen = undefined;
  const id = `authors-${number}-affiliations`;
  const boxes = rows("affiliations").map((place, i) => {
    const box = make("input", { type: "checkbox", value: place.dataset.key, checked: now.includes(place.dataset.key) });
    return make("li", {}, make("label", { className: "choice" }, box, make("span", {}, `${i + 1} ${valueOf(place, "name").trim() || "(no name yet)"}`)));
  });
  field.dataset.field = id;
  field.setAttribute("aria-labelledby", `${id}-label`);
  field.setAttribute("aria-describedby", `${id}-problems`);
  field.replaceChildren(
    make("p", { className: "label", id: `${id}-label` }, "Affiliations"),
    boxes.length ? make("ul", { className: "plain" }, ...boxes) : make("p", { className: "hint" }, "None is given below."),
    make("ul", { className: "field-problems plain", id: `${id}-problems`, hidden: true }),
  );
}

function nameAffiliations() {
  rows("authors").forEach((row) => rows("affiliations").forEach((place, i) => {
    const said = one(`.affiliations-choice input[value="${place.dataset.key}"] + span`, row);
    if (said) said.textContent = `${i + 1} ${valueOf(place, "name").trim() || "(no name yet)"}`;
  }));
}
