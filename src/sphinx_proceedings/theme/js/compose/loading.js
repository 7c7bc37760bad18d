// A file that exists already, to be mended: its front matter, its text, its bibliography.

const asText = (value) => (typeof value === "string" ? value : "");
const asList = (value) => (Array.isArray(value) ? value : value ? [value] : []);
const asRecord = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});

// {state, lost, mended} of an abstract's file: `lost` are Problems of what could not be taken over, and
// `mended` those of what was. Or {fault, line} where the file cannot be read.
async function readFile(text, id) {
  const whole = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const match = /^---[ \t]*\n(?:([\s\S]*?)\n)?---[ \t]*(?:\n([\s\S]*))?$/.exec(whole);
  if (!match && /^---[ \t]*(?:\n|$)/.test(whole)) return { fault: problem("", "endless"), line: -1 };
  if (!match) return { state: { ...emptyState(), id, body: whole.trim() }, lost: [problem("", "no-front-matter")], mended: [] };
  const { data, fault, line } = await readYaml(match[1] ?? "");
  if (fault) return { fault, line };
  const [lost, mended] = [[], []];
  knownKeys(data, [], "", lost);
  const affiliations = placesIn(data.affiliations, lost);
  const authors = authorsIn(data.authors, mended).map((given, i) => authorIn(given, `Author ${i + 1}: `, { affiliations, lost, mended }));
  const links = asRecord(data.links);
  knownKeys(links, ["links"], "", lost);
  const state = {
    ...emptyState(), id, origin: id, named: Boolean(id), title: asText(data.title), authors, topics: wordsIn(data.topics, "topics", "", mended),
    affiliations: affiliations.map(({ own, ...rest }) => rest), keywords: wordsIn(data.keywords, "keywords", "", mended), license: asText(data.license),
    links: Object.fromEntries(Object.entries(links).filter(([kind]) => facts.links[kind]).map(([kind, value]) => [kind, asText(value)])),
    kept: keptIn(data, lost),
    body: (match[2] ?? "").replace(/^\n+|\s+$/g, ""),
  };
  return { state, lost, mended };
}

const told = (where, found) => ({ ...found, where });
const quoted = (value) => `“${value.slice(0, 80)}”`;

function knownKeys(data, way, where, lost) {
  const known = Object.keys(definition(way).properties);
  for (const key of Object.keys(data).filter((one) => !known.includes(one))) {
    const found = nearly(problem("", way.length ? "key-within" : "key", { key: key.slice(0, 80), keys: known.join(", ") }), nearest(key, known));
    const fix = facts.explained[key] ?? found.fix;
    lost.push(told(where, { ...found, fix }));
  }
}

// A list of words, which may have been given as one text.
function wordsIn(value, key, where, mended) {
  if (!asText(value)) return asList(value).map(asText).filter(Boolean);
  mended.push(told(where, problem("", "list", { shown: quoted(value), key })));
  return splitKeywords(value);
}

// What no field holds, as far as it is sound.
function keptIn(data, lost) {
  const isDate = (value) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
  const wrong = {
    doi: (value) => textProblem("doi", value),
    date: (value) => !isDate(value) && problem("", "date", { shown: quoted(value) }),
    status: (value) => !definition(["status"]).enum.includes(value) && problem("", "status", { shown: quoted(value) }),
  };
  const given = Object.keys(wrong).map((key) => [key, asText(data[key])]).filter(([, value]) => value);
  const faults = new Map(given.map(([key, value]) => [key, wrong[key](value)]));
  lost.push(...[...faults.values()].filter(Boolean));
  return Object.fromEntries(given.filter(([key]) => !faults.get(key)));
}

const slugged = (id) => (/^[a-z0-9][a-z0-9-]{0,60}$/.test(id) ? id : slug(id).slice(0, 60));

function placesIn(given, lost) {
  const seen = new Set();
  return asList(given).map(asRecord).map((place, i) => {
    const where = `Affiliation ${i + 1}: `;
    const own = asText(place.id);
    knownKeys(place, ["affiliations", "*"], where, lost);
    if (seen.has(own)) lost.push(told(where, problem("", "declared-twice", { id: own })));
    seen.add(own);
    return { key: newKey(), id: slugged(own), name: asText(place.name), ror: asText(place.ror), own };
  });
}

function authorsIn(given, mended) {
  if (asText(given)) mended.push(problem("", "authors-list", { shown: quoted(given) }));
  return asList(given).map((author, i) => {
    if (!asText(author)) return asRecord(author);
    if (Array.isArray(given)) mended.push(told(`Author ${i + 1}: `, problem("", "author-keys", { name: author })));
    return { name: author };
  });
}

function authorIn(author, where, { affiliations, lost, mended }) {
  knownKeys(author, ["authors", "*"], where, lost);
  const places = wordsIn(author.affiliations, "affiliations", where, mended);
  const declared = affiliations.map(({ own }) => own);
  for (const id of places.filter((one) => !declared.includes(one))) lost.push(told(where, nearly(problem("", "undeclared", { id }), nearest(id, declared))));
  return {
    ...emptyAuthor(), ...nameIn(author.name, where, { lost, mended }), orcid: asText(author.orcid),
    affiliations: places.map((id) => affiliations.find(({ own }) => own === id)?.key).filter(Boolean),
    corresponding: isTrue(author.corresponding, where, lost), presenting: isTrue(author.presenting, where, lost),
  };
}

function nameIn(given, where, { lost, mended }) {
  const name = asText(given) ? splitName(given) : asRecord(given);
  const parts = Object.fromEntries(["given", "particle", "family", "suffix"].map((part) => [part, asText(name[part])]));
  if (!asText(given)) knownKeys(name, ["authors", "*", "name"], where, lost);
  const literal = asText(name.literal);
  if (literal && Object.values(parts).some(Boolean)) mended.push(told(where, problem("", "name-both")));
  const turned = asText(given).includes(",") && turnedName(given, parts);
  if (turned) mended.push(told(where, turned));
  return literal ? { family: literal, group: true } : parts;
}

// A value that is no list, and stands for true or false in YAML or in Python.
function isTrue(value, where, lost) {
  const text = asText(value).toLowerCase();
  if (text && !/^(?:true|false|yes|no|on|off|[tfyn01])$/.test(text)) lost.push(told(where, problem("", "true-or-false", { shown: quoted(asText(value)) })));
  return /^(?:true|yes|on|[ty1])$/.test(text);
}

// The state with what a source in LaTeX says; what it does not say stays.
function withLatex(state, source) {
  const { title, authors, affiliations, keywords, body, left } = fromLatex(source);
  const places = affiliations.map((place) => ({ ...place, key: newKey() }));
  const people = authors.map((author) => ({ ...emptyAuthor(), ...author, affiliations: author.affiliations.map((i) => places[i].key) }));
  const found = { title, authors: people.length, body };
  const lost = Object.entries({ title: "title", authors: "authors", body: "abstract" }).filter(([key]) => !found[key]).map(([, name]) => `No ${name} was found.`);
  if (left.length) lost.push(`Left out, with what they mean: ${left.join(", ")}.`);
  const made = {
    ...state, title: title || state.title, body: body || state.body, keywords: keywords.length ? keywords : state.keywords,
    authors: people.length ? people : state.authors, affiliations: people.length ? places : state.affiliations,
  };
  return { state: made.named ? made : { ...made, id: idOf(made.title) }, lost };
}
