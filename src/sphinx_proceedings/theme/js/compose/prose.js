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
    .flatMap((habit, order) => [...scanned.prose.matchAll(habit.pattern)].map((match) => ({ habit, order, start: match.index, end: match.index + match[0].length })))
    .sort((a, b) => a.start - b.start || b.end - a.end || a.order - b.order);
  let last = 0;
  return found.flatMap(({ habit, start, end }) => {
    if (start < last) return [];
    last = end;
    const given = oneLine(scanned.source.slice(start, end));
    return [said(at, habit.code, length(given) <= 60 ? `“${given}”: ${habit.message}` : habit.message, habit.fix)];
  });
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
