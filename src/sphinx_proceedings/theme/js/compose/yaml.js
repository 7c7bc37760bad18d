// Front matter as YAML: only the few forms that it needs, quoted wherever a reader could take a value for
// something else.

const WORDS_OF_YAML = /^(?:y|n|yes|no|true|false|on|off|null|nan|inf)$/i;
const PLAIN = /^[\p{L}](?:[\p{L}\p{M}\p{N} .()\/'’“”–—_+-]*[\p{L}\p{M}\p{N}.)’”])?$/u;

const oneLine = (text) => text.trim().split(/\s+/).join(" ");

function scalar(value) {
  const text = oneLine(value);
  return PLAIN.test(text) && !WORDS_OF_YAML.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

const flow = (values) => `[${values.map(scalar).join(", ")}]`;

function nameOf(author) {
  const parts = ["given", "particle", "family", "suffix"].filter((part) => author[part].trim());
  if (author.group) return `{literal: ${scalar(author.family)}}`;
  const line = oneLine(display(author));
  const again = splitName(line);
  const same = ["given", "particle", "family", "suffix"].every((part) => again[part] === oneLine(author[part]));
  const apart = parts.map((part) => `${part}: ${scalar(author[part])}`).join(", ");
  return same && line ? scalar(line) : `{${apart}}`;
}

function frontMatter(state) {
  const ids = idsOf(state.affiliations);
  const idOfKey = new Map(state.affiliations.map(({ key }, i) => [key, ids[i]]));
  const lines = ["---"];
  const add = (key, value) => { if (value) lines.push(`${key}: ${value}`); };
  add("title", state.title.trim() && scalar(state.title));
  if (state.authors.length) lines.push("authors:");
  for (const author of state.authors) {
    const signs = [
      ["name", nameOf(author) === "{}" ? "" : nameOf(author)],
      ["orcid", author.orcid.trim() && orcidScalar(author.orcid)],
      ["affiliations", author.affiliations.length && flow(author.affiliations.map((key) => idOfKey.get(key)))],
      ["corresponding", author.corresponding && "true"],
      ["presenting", author.presenting && "true"],
    ].filter(([, value]) => value);
    signs.forEach(([key, value], i) => lines.push(`  ${i ? " " : "-"} ${key}: ${value}`));
  }
  if (state.affiliations.length) lines.push("affiliations:");
  state.affiliations.forEach((place, i) => {
    lines.push(`  - id: ${scalar(ids[i])}`);
    if (place.name.trim()) lines.push(`    name: ${scalar(place.name)}`);
    if (place.ror.trim()) lines.push(`    ror: ${/^[\w:/.-]+$/.test(place.ror.trim()) ? place.ror.trim() : scalar(place.ror)}`);
  });
  add("topics", state.topics.length && flow(state.topics));
  add("keywords", state.keywords.length && flow(state.keywords));
  add("license", state.license && scalar(state.license));
  const links = Object.entries(state.links).filter(([, value]) => value.trim());
  if (links.length) lines.push("links:");
  for (const [kind, value] of links) lines.push(`  ${kind}: ${/^https:\/\/[\w./?=&%~+-]+$/.test(value.trim()) ? value.trim() : scalar(value)}`);
  for (const key of ["doi", "date", "status"]) add(key, state.kept[key] && scalar(state.kept[key]));
  return [...lines, "---"].join("\n");
}

// Digits with hyphens between them are no number to any reader of YAML.
const orcidScalar = (value) => (/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(value.trim()) ? value.trim() : scalar(value));

function fileOf(state) {
  const body = state.body.replace(/\r\n?/g, "\n").replace(/^\n+|\s+$/g, "");
  return `${frontMatter(state)}\n\n${body}\n`;
}
