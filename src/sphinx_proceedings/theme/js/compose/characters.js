// Characters and lengths that a file may not have.

const UNWANTED = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

function characterProblems(at, text) {
  const refused = (c) => (UNWANTED.test(c) && c !== "\n" && c !== "\t") || facts.blanks.includes(c);
  const found = [...new Set(text)].filter(refused).sort().map((c) => {
    const code = `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    return problem(at, "character", { character: facts.characters[c] ?? `${code} (a control character)` });
  });
  const groups = facts.deceptions.filter(([group]) => group.test(text));
  return [...found, ...groups.map(([, message, fix]) => said(at, "UNICODE", message, fix))];
}

const counted = (number) => number.toLocaleString("en");

function sizeProblems(at, file, bytes = facts.limits.bytes, lines = facts.limits.lines) {
  const found = file.split("\n");
  if (new TextEncoder().encode(file).length > bytes) return [problem(at, "bytes", { most: counted(bytes) })];
  return found.length > lines ? [problem(at, "lines", { found: counted(found.length), lines: counted(lines) })] : [];
}

// As many of these marks, or cells of tables, make a text slow to read.
function budgetProblems(at, text) {
  const marks = Object.entries(facts.gate.most)
    .filter(([mark, most]) => text.split(mark).length - 1 > most)
    .map(([mark, most]) => problem(at, "marks", { mark, most }));
  const most = facts.limits.cells;
  return cellsOf(text) > most ? [...marks, problem(at, "cells", { most: counted(most) })] : marks;
}

function cellsOf(text) {
  const isRule = (line) => line.includes("|") && line.includes("-") && [...line].every((sign) => facts.gate.ruled.includes(sign));
  let columns = 0;
  let cells = 0;
  for (const line of text.split("\n")) {
    if (isRule(line)) columns += line.split("|").length;
    else if (!line.trim()) columns = 0;
    cells += columns;
  }
  return cells;
}
