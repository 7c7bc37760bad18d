// Authors and institutions in LaTeX, in the ways of amsart, authblk, llncs, ICML, NeurIPS and article.

const NOT_NAMES = ["thanks", "footnote", "inst", "orcidID", "orcid", "email", "ead", "fnref", "corref", "textsuperscript", "footnotemark", "textasteriskcentered"];

function signed(text) {
  const found = [amsart, icml, authblk, llncs, article].map((way) => way(text)).find((made) => made?.authors.length);
  return found ? numbered(found) : { authors: [], affiliations: [] };
}

// Institutions once each, and authors with the numbers of theirs.
function numbered({ authors }) {
  const affiliations = [];
  const key = (name) => {
    let at = affiliations.findIndex((place) => place.name === name);
    if (at < 0) at = affiliations.push({ id: "", name, ror: "" }) - 1;
    return at;
  };
  const made = authors.map(({ name, orcid = "", places = [] }) => ({ ...splitName(name), orcid, affiliations: places.map(institution).filter(Boolean).map(key) }));
  return { authors: made, affiliations };
}

const cleaned = (tex) => oneLine(texToText(tex.replace(/\$[^$]*\$/g, "").replace(/\\\\/g, ", ")).replace(/\\(?:textbf|textit|textrm|textsc|bf|it|emph|small|normalsize|large|Large)(?![A-Za-z])/g, "").replace(/\\[A-Za-z]+/g, "").replace(/[{}*†‡]/g, ""));
const personal = (tex) => cleaned(without(tex, ...NOT_NAMES)).replace(/^[,\s]+|[,\s]+$/g, "");
const orcidIn = (tex) => /\d{4}-\d{4}-\d{4}-\d{3}[\dX]/.exec(tex)?.[0] ?? "";

// Of an address, the part that names the institution.
const TELLING = /universi|institut|college|school|laborator|academy|centre|center|research|inc\b|google|microsoft|deepmind|meta\b|nvidia|ibm|eth\b|epfl|inria|cnrs|mit\b|hochschule|école|ecole|polytech/i;
const PARTIAL = /^(?:department|dept|division|faculty|school of|laboratory for|group|chair|institute for machine|section)/i;

function institution(address) {
  const parts = cleaned(without(address, "email", "texttt", "url", "orcidID", "href")).split(/\s*,\s*/).map((part) => part.trim()).filter((part) => part && !part.includes("@"));
  const telling = parts.filter((part) => TELLING.test(part));
  return telling.find((part) => !PARTIAL.test(part)) ?? telling[0] ?? parts[0] ?? "";
}

// \author{…} \address{…}: an address is that of the authors named before it who have none yet.
function amsart(text) {
  const marks = ["author", "address", "curraddr", "affiliation", "orcid"].flatMap((kind) => uses(text, kind).map((use) => ({ ...use, kind }))).sort((a, b) => a.from - b.from);
  if (!marks.some(({ kind }) => ["address", "affiliation"].includes(kind)) || marks.some(({ kind, option }) => kind === "author" && /^\d/.test(option))) return undefined;
  const authors = [];
  for (const { kind, text: inner } of marks) {
    if (kind === "author") authors.push(...inner.split(/\\and(?![A-Za-z])/).map((one) => ({ name: personal(one), orcid: orcidIn(one), places: [], group: authors.length })));
    else if (kind === "orcid" && authors.length) authors.at(-1).orcid = orcidIn(inner);
    else if (kind !== "curraddr" && authors.length) {
      const open = authors.filter(({ places }) => !places.length);
      for (const author of open.length ? open : [authors.at(-1)]) author.places.push(inner);
    }
  }
  return { authors: authors.filter(({ name }) => name) };
}

function icml(text) {
  const places = new Map([...text.matchAll(/\\icmlaffiliation\s*\{([^}]*)\}/g)].map((match) => [match[1].trim(), groupAt(text, match.index + match[0].length)?.text ?? ""]));
  const authors = uses(text, "icmlauthor").map(({ text: name, end }) => ({
    name: personal(name), places: (groupAt(text, end)?.text ?? "").split(",").map((id) => places.get(id.trim())).filter(Boolean),
  }));
  return { authors };
}

// \author[1,2]{…} \affil[1]{…}
function authblk(text) {
  const places = new Map(["affil", "affiliation", "address"].flatMap((name) => uses(text, name)).map(({ option, text: inner }) => [option.trim(), inner]));
  if (!places.size) return undefined;
  return { authors: uses(text, "author").map(({ option, text: inner }) => ({
    name: personal(inner), orcid: orcidIn(inner), places: option.split(",").map((id) => places.get(id.trim())).filter(Boolean),
  })) };
}

// \author{A\inst{1} \and B\inst{2}} \institute{… \and …}
function llncs(text) {
  const institutes = firstUse(text, "institute");
  if (!institutes) return undefined;
  const places = institutes.split(/\\and(?![A-Za-z])/);
  const people = (firstUse(text, "author") ?? "").split(/\\and(?![A-Za-z])/);
  return { authors: people.map((one) => {
    const numbers = (firstUse(one, "inst") ?? "1").split(",").map(Number);
    return { name: personal(one), orcid: orcidIn(one), places: numbers.map((n) => places[n - 1]).filter(Boolean) };
  }).filter(({ name }) => name) };
}

// \author{A \\ University \\ \texttt{mail} \And B …}, or \author{A\thanks{University} \and B}
function article(text) {
  const people = uses(text, "author").flatMap(({ text: inner }) => inner.split(/\\(?:AND|And|and)(?![A-Za-z])/));
  return { authors: people.map((one) => {
    const [first, ...rest] = without(one, "thanks", "footnote").split(/\\\\(?:\[[^\]]*\])?/);
    const lines = rest.filter((line) => line.trim() && !/texttt|@|\\email/.test(line));
    const noted = firstUse(one, "thanks") ?? "";
    const place = lines.length ? lines.join(", ") : TELLING.test(noted) && !/support|grant|equal/i.test(noted) ? noted : "";
    return { name: personal(first), orcid: orcidIn(one), places: place ? [place] : [] };
  }).filter(({ name }) => name) };
}
