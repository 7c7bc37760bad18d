// A file that exists already, to be mended: its front matter, its text, its bibliography.

const AUTHOR_KEYS = ["name", "orcid", "affiliations", "corresponding", "presenting"];
const KEPT_KEYS = ["doi", "date", "status"];

const asText = (value) => (typeof value === "string" ? value : "");
const asList = (value) => (Array.isArray(value) ? value : value ? [value] : []);
const asRecord = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});

// {state, lost} of an abstract's file; `lost` says what could not be taken over.
async function readFile(text, id) {
  const lost = [];
  const match = /^\ufeff?---[ \t]*\n([\s\S]*?)\n?---[ \t]*(?:\n([\s\S]*))?$/.exec(text.replace(/\r\n?/g, "\n"));
  if (!match) {
    lost.push("The file has no front matter, so all of it became the abstract.");
    return { state: { ...emptyState(), id, body: text }, lost };
  }
  const yaml = await library("jsyaml");
  // Every value is text, as the engine reads it: no number, no date, no object of another kind.
  const data = asRecord(yaml.load(match[1], { schema: yaml.FAILSAFE_SCHEMA }));
  const drop = (key, where) => lost.push(`“${key}” ${where}: ${facts.explained[key] ?? "There is no such key."}`);
  const affiliations = asList(data.affiliations).map((given, i) => {
    const { id: own, name, ror, ...rest } = asRecord(given);
    Object.keys(rest).forEach((key) => drop(key, `of affiliation ${i + 1}`));
    return { key: newKey(), id: slugged(asText(own)), name: asText(name), ror: asText(ror), own: asText(own) };
  });
  const authors = asList(data.authors).map((given, i) => authorIn(given, i, affiliations, drop, lost));
  const links = asRecord(data.links);
  Object.keys(links).filter((kind) => !facts.links[kind]).forEach((kind) => drop(kind, "of the links"));
  const known = Object.keys(facts.schema.properties);
  Object.keys(data).filter((key) => !known.includes(key)).forEach((key) => drop(key, "of the front matter"));
  const state = {
    ...emptyState(), id, origin: id, named: Boolean(id), title: asText(data.title), authors, topics: asList(data.topics).map(asText),
    affiliations: affiliations.map(({ own, ...rest }) => rest), keywords: asList(data.keywords).map(asText), license: asText(data.license),
    links: Object.fromEntries(Object.entries(links).filter(([kind]) => facts.links[kind]).map(([kind, value]) => [kind, asText(value)])),
    kept: Object.fromEntries(KEPT_KEYS.filter((key) => data[key]).map((key) => [key, asText(data[key])])),
    body: (match[2] ?? "").replace(/^\n+|\s+$/g, ""),
  };
  return { state, lost };
}

const slugged = (id) => (/^[a-z0-9][a-z0-9-]{0,60}$/.test(id) ? id : slug(id).slice(0, 60));

function authorIn(given, number, affiliations, drop, lost) {
  const author = typeof given === "string" ? { name: given } : asRecord(given);
  Object.keys(author).filter((key) => !AUTHOR_KEYS.includes(key)).forEach((key) => drop(key, `of author ${number + 1}`));
  const name = typeof author.name === "string" ? splitName(author.name) : asRecord(author.name);
  const places = asList(author.affiliations).map(asText);
  places.filter((id) => !affiliations.some(({ own }) => own === id)).forEach((id) => lost.push(`Author ${number + 1} names the affiliation “${id}”, which is not declared.`));
  return {
    ...emptyAuthor(), given: asText(name.given), particle: asText(name.particle), family: asText(name.literal) || asText(name.family),
    suffix: asText(name.suffix), group: Boolean(name.literal), orcid: asText(author.orcid),
    affiliations: affiliations.filter(({ own }) => places.includes(own)).sort((a, b) => places.indexOf(a.own) - places.indexOf(b.own)).map(({ key }) => key),
    corresponding: asText(author.corresponding) === "true", presenting: asText(author.presenting) === "true",
  };
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
