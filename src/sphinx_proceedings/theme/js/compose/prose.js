// What of a text is prose, and the advice on it: habits of LaTeX, dollars, displays, length.

const HIDDEN = "\ufffc";

function scan(source) {
  const formulas = [];
  const hidden = (text) => HIDDEN.repeat(text.length);
  const blocks = ["```", "~~~", ":::"].some((mark) => source.includes(mark));
  const open = blocks ? source.replace(pattern("fence", { flags: "g" }), hidden) : source;
  const prose = open.replace(pattern("part", { flags: "g" }), (...found) => {
    const groups = found.at(-1);
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined && !["name", "ticks"].includes(name));
    const [text, at] = [found[0], found.at(-3)];
    if (facts.prose.kept.includes(kind)) return text;
    if (facts.prose.formulas.includes(kind)) formulas.push([at, at + text.length]);
    return kind === "target" ? `]${hidden(text.slice(1))}` : hidden(text);
  });
  return { source, prose, formulas, words: prose.split(/\s+/).filter(Boolean).length };
}

function habitProblems(at, scanned, inHead = false) {
  const found = facts.habits
    .filter((habit) => habit.inHead || !inHead)
    .flatMap((habit) => [...scanned.prose.matchAll(habit.pattern)].map((match) => ({ habit, order: facts.habits.indexOf(habit), match, start: match.index, end: match.index + match[0].length })))
    .sort((a, b) => a.start - b.start || b.end - a.end || a.order - b.order);
  let last = 0;
  return found.flatMap(({ habit, order, match, start, end }) => {
    if (start < last) return [];
    last = end;
    const group = (number) => (match.indices[number] ? scanned.source.slice(...match.indices[number]) : "");
    const instead = INSTEAD[order]?.(group);
    const given = oneLine(scanned.source.slice(start, end));
    const message = length(given) <= 60 ? `“${given}”: ${habit.message}` : habit.message;
    return [{ ...said(at, habit.code, message, remedyOf(habit, instead)), start, end, instead }];
  });
}

// What stands for each habit of LaTeX, in the order of habits.HABITS of the engine; undefined where the author
// has to say it. `group` gives the source of a group of the match.
const INSTEAD = [
  (group) => {
    const [mark, words] = [{ em: "*", strong: "**", tt: "`" }[facts.tex.styles[group(1)]], oneLine(group(2))];
    const clashes = mark === "`" ? /[`$\\]/.test(words) : words.includes("*");
    return words && !clashes ? mark + words + mark : undefined;
  },
  (group) => group(1),
  (group) => (group(0).startsWith("\\textback") ? undefined : facts.tex.signs[group(0).replace(/[{} ]+$/, "").slice(1)]),
  (group) => (group(1) ? `<${group(1)}>` : group(3) ? `[${group(3)}](${group(2)})` : undefined),
  (group) => {
    const keys = group(3).split(",").map((key) => key.trim()).filter(Boolean).join(",");
    const role = ["citet", "textcite"].includes(group(1)) ? "cite:t" : "cite:p";
    return !group(2) && /^[\p{L}\p{N}_:./+,-]+$/u.test(keys) ? `{${role}}\`${keys}\`` : undefined;
  },
  (group) => (group(0).endsWith("\n") ? "\\\n" : ""),
  (group) => `“${group(1)}”`,
  (group) => (group(0).length === 2 ? "–" : "—"),
  (group) => {
    const made = (group(0).slice(2).replace(/^[ {}\\]+|[ {}\\]+$/g, "") + facts.tex.accents[group(0)[1]]).normalize("NFC");
    return length(made) === 1 ? made : undefined;
  },
  (group) => facts.tex.signs[group(1)],
  () => " ",
  (group) => {
    const inner = (group(1) || group(2)).trim();
    if (inner.includes("$") || !/[\\^_=<>+]|^[A-Za-z]$/.test(inner)) return undefined;
    return group(1) ? `$${inner}$` : `$$ ${inner} $$`;
  },
  undefined,
  undefined,
  () => "\\$",
  undefined,
  (group) => `[arXiv:${group(1)}](https://arxiv.org/abs/${group(1)})`,
  (group) => `<https://doi.org/${group(1)}>`,
];

// The remedy, without the option of the command that writes it: here a button does.
function remedyOf({ code, fix }, instead) {
  if (instead === undefined) return fix;
  const kind = { "TEX-BREAK": "-break", "TEX-CITE": "-cite" }[code] ?? (instead.trim() ? "" : "-blank");
  return filled(facts.sentences[`mended${kind}`][2], { instead }).replace(/ \(--fix [^)]*\)/, "");
}

// A text with its habits mended, and how many were; citations only where a bibliography has them.
function mended(source, keys, inHead = false) {
  const isKnown = ({ code, instead }) => code !== "TEX-CITE" || /`(.*)`/.exec(instead)[1].split(",").every((key) => keys.includes(key));
  const found = habitProblems("", scan(source), inHead).filter((one) => one.instead !== undefined && isKnown(one));
  const text = found.reduceRight((whole, { start, end, instead }) => whole.slice(0, start) + instead + whole.slice(end), source);
  return { text, count: found.length };
}

function textAdvice(at, source, isSample) {
  const scanned = scan(source);
  return [...habitProblems(at, scanned), ...money(at, scanned), ...displays(at, scanned), ...(isSample ? [] : lengths(at, scanned.words))];
}

function money(at, { source, formulas }) {
  return formulas.flatMap(([begin, end]) => {
    const tex = source.slice(begin, end);
    if (!/^\d/.test(source.slice(end)) || !pattern("amount", { whole: true }).test(tex)) return [];
    const shown = oneLine(tex);
    return [problem(at, "money-formula", { tex: shown, escaped: shown.replaceAll("$", "\\$") })];
  });
}

function displays(at, { source, prose, formulas }) {
  const { short, near } = facts.limits;
  return formulas.flatMap(([begin, end]) => {
    const tex = source.slice(begin, end);
    const before = prose.slice(Math.max(begin - near, 0), begin);
    const after = prose.slice(end, end + near);
    if (tex.startsWith("$$")) {
      const sits = pattern("tight").test(before.split("\n").at(-1)) && new RegExp(`^(?:${pattern("loose").source})`, "u").test(after.split("\n")[0]);
      if (!sits || tex.includes("\n") || tex.length > short) return [];
      return [problem(at, "display-within", { tex: tex.slice(2, -2).trim() })];
    }
    return tex.startsWith("$") && isAlone(before, after) ? [problem(at, "display-alone", { tex })] : [];
  });
}

function isAlone(before, after) {
  const [rest, following = ""] = after.split("\n");
  const beside = before.split("\n").slice(-2).join("") + following;
  return !beside.trim() && ["", ".", ","].includes(rest.trim());
}

function lengths(at, words) {
  const { fewest, most } = facts.limits;
  if (words > most) return [problem(at, "too-many", { words, most })];
  if (!words || words >= fewest) return [];
  const said = problem(at, "too-short", { words, fewest });
  return [words === 1 ? { ...said, message: said.message.replace(/s\.$/, ".") } : said];
}
