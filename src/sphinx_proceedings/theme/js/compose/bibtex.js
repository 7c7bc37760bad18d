// BibTeX: the entries of a file and what is wrong with them, as gate.bibtex of the engine reads it.

class Broken extends Error {
  constructor(name, gaps) {
    super(name);
    this.problem = problem("bib", name, gaps);
  }
}

function readBib(text) {
  const { bib } = facts.limits;
  const refused = [...characterProblems("bib", text), ...sizeProblems("bib", text, bib, bib / 16)];
  if (refused.length) return { entries: [], problems: refused };
  const read = { entries: [], problems: [], lines: new Map() };
  const borders = [0, ...[...text.matchAll(pattern("bibBorder", { flags: "g" }))].map(({ index }) => index), text.length];
  borders.slice(1).forEach((end, i) => readPiece(read, text, borders[i], end));
  const own = twins(read.entries);
  return { entries: read.entries, problems: [...read.problems, ...own] };
}

// The entries between two borders: one, or several that share a line.
function readPiece(read, text, begin, end) {
  const piece = text.slice(begin, end);
  const start = new RegExp(pattern("bibStart", { flags: "g" }));
  for (let match = start.exec(piece); match; match = start.exec(piece)) {
    const [kind, opening] = [(match[1] ?? match[3] ?? "").toLowerCase(), match[2] || match[4]];
    if (match[0].trimStart().startsWith("%")) continue;
    if (kind === "comment") {
      const braces = bracesAt(piece, start.lastIndex - 1, 20);
      start.lastIndex = braces?.end ?? piece.length;
      continue;
    }
    const line = text.slice(0, begin + match.index + match[0].indexOf("@")).split("\n").length;
    try {
      const entry = entryAt(kind, opening, piece, start.lastIndex);
      const wrong = [...entry.problems, ...identity(kind, entry, read.lines, line), ...valueProblems(kind, entry.fields)];
      read.problems.push(...wrong.map((one) => inLine(one, line)));
      if (!wrong.length) read.entries.push({ ...entry, line, fields: storedFields(entry.fields) });
      start.lastIndex = entry.end;
    } catch (broken) {
      if (!(broken instanceof Broken)) throw broken;
      read.problems.push(inLine(broken.problem, line));
      return;
    }
  }
}

const inLine = (told, line) => ({ ...told, line, where: `Line ${line}: ` });

const KEY_PLACE = /[^\s,{}()"=]*/y;
const blanksAfter = (text, at) => at + /^\s*/.exec(text.slice(at))[0].length;

function entryAt(kind, opening, piece, begin) {
  if (["string", "preamble"].includes(kind)) throw new Broken(`bib-${kind}`, { type: kind });
  if (!kind || opening !== "{") throw new Broken("bib-begin");
  KEY_PLACE.lastIndex = blanksAfter(piece, begin);
  const key = KEY_PLACE.exec(piece)[0];
  const shown = key.slice(0, 80);
  const [fields, problems] = [{}, []];
  let at = blanksAfter(piece, begin) + key.length;
  let [last, count] = ["", 0];
  for (;;) {
    at = blanksAfter(piece, at);
    if (at >= piece.length) throw endless(shown, fields);
    if (piece[at] === "}") return { key, type: kind, fields, problems, end: at + 1 };
    if (piece[at] === "#") throw new Broken("bib-hash");
    if (piece[at] !== ",") throw last ? new Broken("bib-comma-after", { name: last }) : new Broken("bib-comma", { key: shown });
    at = blanksAfter(piece, at + 1);
    if (at >= piece.length || piece[at] === "}") continue;
    count += 1;
    if (count > facts.limits.fields) throw new Broken("bib-fields", { key: shown, most: facts.limits.fields });
    const field = fieldAt(piece, at);
    if (field.name in fields) problems.push(problem("bib", "bib-field-twice", { name: field.name }));
    else if (field.raw.trim() && !facts.bibtex.leftOut.includes(field.name)) fields[field.name] = field.raw;
    [last, at] = [field.name, field.end];
  }
}

function endless(key, fields) {
  const open = Object.keys(fields).find((name) => pattern("swallowed").test(fields[name]));
  return open ? new Broken("bib-swallowed", { name: open }) : new Broken("bib-endless", { key });
}

// {name, raw, end} of a field.
function fieldAt(piece, at) {
  const found = pattern("field", { flags: "y" });
  found.lastIndex = at;
  const match = found.exec(piece);
  const begin = at + (match?.[0].length ?? 0);
  if (!match || begin >= piece.length) {
    throw piece[at] === "%" ? new Broken("bib-comment") : new Broken("bib-field", { line: piece.slice(at, at + 40).split("\n")[0] });
  }
  const name = match[1].toLowerCase();
  if (!'{"'.includes(piece[begin])) return { name, ...bareAt(name, piece, begin) };
  const value = piece[begin] === "{" ? bracesAt(piece, begin, facts.limits.braces) : quotedAt(piece, begin);
  if (!value) throw unbalanced(name, piece, begin);
  const most = facts.limits.value;
  if (length(value.raw) > most) throw new Broken("bib-long", { name, found: counted(length(value.raw)), most: counted(most) });
  return { name, ...value };
}

function bareAt(name, piece, begin) {
  const word = /^[A-Za-z0-9]*/.exec(piece.slice(begin))[0];
  const month = facts.bibtex.months[word.toLowerCase()];
  if (!/^\d+$/.test(word) && !month) throw new Broken("bib-bare", { name });
  return { raw: month ?? word, end: begin + word.length };
}

// {raw, end} of what stands between braces that balance, at most `most` deep.
function bracesAt(text, begin, most) {
  let depth = 0;
  for (let at = begin; at < text.length; at += 1) {
    depth += (text[at] === "{") - (text[at] === "}");
    if (depth > most || (at === begin && !depth)) return undefined;
    if (!depth) return { raw: text.slice(begin + 1, at), end: at + 1 };
  }
  return undefined;
}

function quotedAt(text, begin) {
  let depth = 0;
  for (let at = begin + 1; at < text.length; at += 1) {
    if (!depth && text[at] === '"') return { raw: text.slice(begin + 1, at), end: at + 1 };
    depth += (text[at] === "{") - (text[at] === "}");
    if (depth < 0 || depth >= facts.limits.braces) return undefined;
  }
  return undefined;
}

function unbalanced(name, piece, begin) {
  const most = facts.limits.braces;
  let depth = 0;
  for (const sign of piece.slice(begin)) {
    depth += (sign === "{") - (sign === "}");
    if (depth > most) return new Broken("bib-deep", { name, most });
    if (depth < 0) break;
  }
  return new Broken("bib-unbalanced", { name });
}

function identity(kind, { key }, lines, line) {
  const { types } = facts.bibtex;
  const type = kind.slice(0, 40);
  const found = types.includes(kind) ? [] : [nearly(problem("bib", "bib-type", { type }), nearest(type, types))];
  const known = lines.get(key.toLowerCase());
  if (!key) found.push(problem("bib", "bib-no-key"));
  else if (!fits("key", key)) found.push(problem("bib", "bib-key", { key: key.slice(0, 80) }));
  else if (known) found.push(problem("bib", "bib-twice", { line: `line ${known}`, key }));
  else lines.set(key.toLowerCase(), line);
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
