// BibTeX: the entries of a file, what is wrong with them, and how a citation names them.

const ENTRY = /^[ \t]*@[ \t]*([A-Za-z]*)\s*([{(]?)/gm;
const KEYS = /^\s*([^\s,{}()"=]*)/;

function readBib(text) {
  const starts = [...text.matchAll(ENTRY)].filter((match) => match[1].toLowerCase() !== "comment");
  const entries = [];
  const problems = [];
  const lines = new Map();
  starts.forEach((match, i) => {
    const kind = match[1].toLowerCase();
    const piece = text.slice(match.index + match[0].length, starts[i + 1]?.index ?? text.length);
    const line = text.slice(0, match.index).split("\n").length;
    const entry = entryOf(kind, match[2], piece);
    const wrong = entry.problem ? [entry.problem] : identity(kind, entry, lines, line);
    problems.push(...wrong);
    if (!wrong.length) entries.push(entry);
  });
  return { entries, problems };
}

function entryOf(kind, opening, piece) {
  if (["string", "preamble"].includes(kind)) return { problem: problem("bib", `bib-${kind}`, { type: kind }) };
  if (!kind || opening !== "{") return { problem: problem("bib", "bib-begin") };
  const key = KEYS.exec(piece)[1];
  const fields = {};
  let at = KEYS.exec(piece)[0].length;
  const skip = () => { while (/\s/.test(piece[at] ?? "")) at += 1; };
  for (;;) {
    skip();
    if (at >= piece.length) return { problem: problem("bib", "bib-endless", { key }) };
    if (piece[at] === "}") return { key, type: kind, fields };
    if (piece[at] !== ",") return Object.keys(fields).length ? { problem: said("bib", "BIB", `There is no comma after the value of “${Object.keys(fields).at(-1)}”.`, "Add the comma.") } : { problem: problem("bib", "bib-comma", { key }) };
    at += 1;
    skip();
    if (piece[at] === "}" || at >= piece.length) continue;
    const name = new RegExp(`^(?:${pattern("field").source})`, "u").exec(piece.slice(at));
    if (!name) return { problem: problem("bib", "bib-field", { line: piece.slice(at, at + 40).split("\n")[0] }) };
    at += name[0].length;
    const value = valueAt(piece, at);
    if (!value) return { problem: problem("bib", "bib-endless", { key }) };
    fields[name[1].toLowerCase()] ??= oneLine(value.text);
    at = value.end;
  }
}

// A value in braces or quotation marks, or a bare word; undefined where it does not end.
function valueAt(text, at) {
  if (!'{"'.includes(text[at])) {
    const word = /^[A-Za-z0-9]*/.exec(text.slice(at))[0];
    return { text: word, end: at + word.length };
  }
  let depth = 0;
  for (let end = at; end < text.length; end += 1) {
    depth += (text[end] === "{") - (text[end] === "}");
    const closes = text[at] === "{" ? depth === 0 : end > at && depth === 0 && text[end] === '"';
    if (closes) return { text: text.slice(at + 1, end), end: end + 1 };
  }
  return undefined;
}

function identity(kind, entry, lines, line) {
  const { types, undated, containers } = facts.bibtex;
  const { key, fields } = entry;
  const found = [];
  if (!types.includes(kind)) {
    const near = nearest(kind.slice(0, 40), types);
    const told = problem("bib", "bib-type", { type: kind.slice(0, 40) });
    found.push(near ? { ...told, fix: `Did you mean “${near}”?` } : told);
  }
  if (!key) found.push(problem("bib", "bib-no-key"));
  else if (!pattern("key", { whole: true }).test(key)) found.push(problem("bib", "bib-key", { key: key.slice(0, 80) }));
  else if (lines.has(key.toLowerCase())) found.push(problem("bib", "bib-twice", { line: `line ${lines.get(key.toLowerCase())}`, key }));
  else lines.set(key.toLowerCase(), line);
  if (!fields.title) found.push(problem("bib", "bib-title"));
  if (!fields.author && !fields.editor) found.push(problem("bib", "bib-author"));
  if (!undated.includes(kind) && !fields.year && !fields.date) found.push(problem("bib", "bib-year"));
  const container = containers[kind] ?? [];
  if (container.length && !container.some((name) => fields[name])) found.push(problem("bib", "bib-container", { container: container[0] }));
  return found;
}

const plainTex = (text) => texToText(text).replace(/[{}]/g, "");

function familiesOf(entry) {
  const names = (entry.fields.author ?? entry.fields.editor ?? "").split(/\s+and\s+/).map((name) => plainTex(name).trim()).filter(Boolean);
  return names.map((name) => (name.toLowerCase() === "others" ? "others" : splitName(name).family || name));
}

const yearOf = (entry) => entry.fields.year ?? entry.fields.date?.slice(0, 4) ?? "n.d.";

function labelOf(entry) {
  const families = familiesOf(entry);
  return families.length > 2 || families.includes("others") ? `${families[0]} et al.` : families.join(" and ");
}

function signedBy(names) {
  const who = names.split(/\s+and\s+/).map((name) => {
    const { given, particle, family } = splitName(plainTex(name));
    const initials = given.split(/\s+/).filter(Boolean).map((word) => `${word[0]}.`);
    return [[particle, family].filter(Boolean).join(" "), initials.join(" ")].filter(Boolean).join(", ");
  });
  return who.length > 1 ? `${who.slice(0, -1).join(", ")} and ${who.at(-1)}` : who[0];
}

// An entry as the list of references shows it, roughly: the site's own style is finer.
function referenceOf(entry) {
  const { fields } = entry;
  const stop = (text) => (text && !/[.?!]$/.test(text) ? `${text}.` : text);
  const where = plainTex(fields.journal ?? fields.journaltitle ?? fields.booktitle ?? fields.school ?? fields.publisher ?? "");
  const volume = [fields.volume, fields.pages?.replace(/-+/g, "–")].filter(Boolean).map(plainTex).join(", ");
  const parts = [`${signedBy(fields.author ?? fields.editor ?? "")} (${yearOf(entry)}). ${stop(plainTex(fields.title ?? ""))} `];
  if (where) parts.push(make("em", {}, where), volume ? `, ${volume}.` : ".");
  return parts;
}
