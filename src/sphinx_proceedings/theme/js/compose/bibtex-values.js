// What the values of an entry may say, as gate.entry and gate.tex of the engine judge them.

const faultOf = (name, gaps) => problem("bib", name, gaps);

function valueProblems(kind, fields) {
  const { undated, containers, links, codes } = facts.bibtex;
  const has = (name) => name in fields;
  const container = containers[kind] ?? [];
  const missing = [
    !has("title") && faultOf("bib-title"),
    !has("author") && !has("editor") && faultOf("bib-author"),
    !undated.includes(kind) && !has("year") && !has("date") && faultOf("bib-year"),
    container.length && !container.some(has) && faultOf("bib-container", { container: container[0] }),
  ];
  const ofValues = Object.entries(fields).flatMap(([name, raw]) => [
    ...ruleOf(name, fields)(storedValue(name, raw)),
    ...(links.includes(name) || codes.includes(name) ? [] : texProblems(raw)),
  ]);
  return [...missing, ...ofValues].filter(Boolean);
}

const storedValue = (name, raw) => (facts.bibtex.links.includes(name) ? oneLine(raw).replace(pattern("linkEscape", { flags: "g" }), "$1") : oneLine(raw));
const storedFields = (fields) => Object.fromEntries(Object.entries(fields).map(([name, raw]) => [name, storedValue(name, raw)]));

function ruleOf(name, fields) {
  const foreign = (fields.archiveprefix ?? fields.eprinttype ?? "arXiv").trim().toLowerCase() !== "arxiv";
  if (facts.bibtex.codes.includes(name) || (name === "eprint" && foreign)) return codeProblems;
  return RULES_OF_VALUES[name] ?? (() => []);
}

const codeProblems = (value) => [!fits("code", value) && faultOf("bib-code", { value: value.slice(0, 80) })];

const RULES_OF_VALUES = {
  author: nameProblems,
  editor: nameProblems,
  url(value) {
    if (fits("url", value)) return [];
    const secure = value.startsWith("http://") && fits("url", `https://${value.slice(7)}`);
    return [faultOf(secure ? "bib-url-http" : "bib-url", { value: value.slice(0, 200), bare: value.slice(7) })];
  },
  doi(value) {
    if (fits("doi", value) && !/["<>\\{}`^]/.test(value)) return [];
    const found = /^(?:http|doi:)/i.test(value) && pattern("doi").exec(value)?.[0];
    return [faultOf(found ? "bib-doi-longer" : "bib-doi", { value: value.slice(0, 200), found })];
  },
  eprint(value) {
    if (fits("arxiv", value)) return [];
    const found = pattern("arxiv").exec(value)?.[0];
    return [faultOf(found ? "bib-eprint-longer" : "bib-eprint", { value: value.slice(0, 80), found })];
  },
  year: (value) => [!fits("year", value) && faultOf("bib-year-form", { value: value.slice(0, 40) })],
  date: (value) => [!fits("date", value) && faultOf("bib-date-form", { value: value.slice(0, 40) })],
};

// A text split where a pattern fits outside of braces.
function splitOutside(text, mark) {
  const parts = [];
  let [start, depth] = [0, 0];
  for (const { 0: found, index } of text.matchAll(mark)) {
    if ("{}".includes(found)) depth += found === "{" ? 1 : -1;
    else if (!depth) {
      parts.push(text.slice(start, index).trim());
      start = index + found.length;
    }
  }
  return [...parts, text.slice(start).trim()];
}

const namesIn = (value) => splitOutside(value, pattern("and", { flags: "g" }));

function nameProblems(value) {
  const names = namesIn(value);
  const found = names.map((name, i) => {
    const parts = splitOutside(name, /[{},]/g);
    const shown = { name: name.slice(0, 80) };
    if (!/\p{L}/u.test(name)) return faultOf("bib-name-empty");
    if (parts.length > 3) return faultOf("bib-name-commas", shown);
    if (!parts.every(Boolean)) return faultOf("bib-name-comma", shown);
    if (name.toLowerCase() === "others" && (!i || i < names.length - 1)) return faultOf("bib-others");
    return pattern("etAl").test(name) && !name.includes("{") && faultOf("bib-et-al", shown);
  });
  return [
    ...found,
    splitOutside(value, /[{};]/g).length > 1 && faultOf("bib-semicolon"),
    value.replaceAll("\\$", "").includes("$") && faultOf("bib-name-formula"),
  ];
}

// The LaTeX in a value: each fault once.
function texProblems(value) {
  const found = [...value.matchAll(pattern("texPart", { flags: "g" }))].flatMap((part) => {
    const [, formula, dollar, word, sign] = part;
    if (formula) return formulaProblems(formula);
    if (dollar) return [faultOf("bib-dollar")];
    if (word || sign) return commandProblems(word || sign, value, part.index);
    if (part[0] === "\\") return [faultOf("bib-backslash")];
    if (part[0] === "^") return [faultOf("bib-caret")];
    return [part[0] === "&amp;" ? faultOf("bib-ampersand") : faultOf("bib-html", { value: part[0].slice(0, 20) })];
  });
  return found.filter(({ message }, i) => found.findIndex((other) => other.message === message) === i);
}

function commandProblems(name, value, at) {
  const { styles, accents, signs } = facts.tex;
  if (name in styles) return value.slice(at + name.length + 1).trimStart().startsWith("{") ? [] : [faultOf("bib-style", { command: `\\${name}` })];
  if (name in accents) {
    const accent = pattern("texAccent", { flags: "y" });
    accent.lastIndex = at;
    return accent.test(value) ? [] : [faultOf("bib-accent", { sign: `\\${name}` })];
  }
  if (name in signs) return [];
  const told = faultOf("bib-command", { command: `\\${name.slice(0, 40)}` });
  return [{ ...told, fix: facts.bibtex.instead[name] ?? told.fix }];
}

function formulaProblems(tex) {
  const { math, mathSigns } = facts.bibtex;
  const known = (name) => (/^\p{L}+$/u.test(name) ? math.includes(name) : mathSigns.includes(name));
  const commands = [...tex.matchAll(/\\([A-Za-z]+|.)/gs)].filter(([, name]) => !known(name));
  let depth = 0;
  for (const sign of tex) {
    depth += (sign === "{") - (sign === "}");
    if (depth < 0) break;
  }
  return [...commands.map(([, name]) => faultOf("bib-formula", { command: `\\${name.slice(0, 40)}` })), ...(depth ? [faultOf("bib-formula-braces")] : [])];
}

// What tells that two entries are of the same work: the DOI, the arXiv number, the title.
function marksOf(entry) {
  const letters = fold(plainTex(entry.fields.title ?? "")).replace(/[^\p{L}\p{N}]/gu, "");
  const title = letters.length >= facts.limits.telling ? letters : `${letters} ${fold(familiesOf(entry)[0] ?? "")}`;
  return [title, ...numbersOf(entry.fields).map((number) => number.replace(pattern("version"), "").toLowerCase())].sort();
}

function numbersOf({ doi = "", url = "", eprint = "", archiveprefix, eprinttype }) {
  const page = pattern("doiPage", { whole: true }).exec(url)?.[1] ?? "";
  const named = doi || decodeURIComponent(page.replace(/%(?![0-9a-f]{2})/gi, "%25"));
  const ofArxiv = pattern("arxivDoi", { whole: true }).exec(named)?.[1];
  const own = (archiveprefix || eprinttype || "arXiv").toLowerCase() === "arxiv" ? eprint : "";
  const shown = pattern("arxivPage", { whole: true }).exec(url)?.[1] ?? "";
  const arxiv = own || ofArxiv || (fits("arxiv", shown) ? shown : "");
  return [named && !ofArxiv && `doi:${named}`, arxiv && `arXiv:${arxiv}`].filter(Boolean);
}

// Works that stand in this file under a second key, or in the volume's bibliography under another one.
function twins(entries) {
  const known = new Map(Object.entries(volume.references).flatMap(([key, [, , , ...marks]]) => marks.map((mark) => [mark, key])));
  const seen = new Map();
  return entries.flatMap((entry) => {
    const marks = marksOf(entry);
    const other = marks.map((mark) => known.get(mark) ?? seen.get(mark)).find((key) => key && key !== entry.key);
    for (const mark of marks) if (!seen.has(mark)) seen.set(mark, entry.key);
    return other ? [inLine(faultOf("bib-same", { key: entry.key, other }), entry.line)] : [];
  });
}
