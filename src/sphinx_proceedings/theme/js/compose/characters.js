// Characters and lengths that a file may not have.

const UNWANTED = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]/gu;

function characterProblems(at, text) {
  const found = new Set((text.match(UNWANTED) ?? []).filter((c) => c !== "\n" && c !== "\t"));
  const problems = [...found].sort().map((c) => {
    const code = `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    return problem(at, "character", { character: facts.characters[c] ?? `${code} (a control character)` });
  });
  if (pattern("accents").test(text)) problems.push(problem(at, "accents", { most: facts.limits.marks }));
  return problems;
}

const counted = (number) => number.toLocaleString("en");

function sizeProblems(at, file) {
  const { bytes, lines, line } = facts.limits;
  const found = file.split("\n");
  if (new TextEncoder().encode(file).length > bytes) return [problem(at, "bytes", { most: counted(bytes) })];
  const problems = found.length > lines ? [problem(at, "lines", { found: counted(found.length), lines: counted(lines) })] : [];
  const long = found.map(length).find((size) => size > line);
  return long ? [...problems, problem(at, "line", { found: counted(long), most: counted(line) })] : problems;
}

// As many of these marks make a text slow to read.
function markProblems(at, text) {
  return Object.entries(facts.gate.most)
    .filter(([mark, most]) => text.split(mark).length - 1 > most)
    .map(([mark, most]) => problem(at, "marks", { mark, most }));
}
