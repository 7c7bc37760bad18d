// Formulas by Temml. What it makes is written anew from a list of elements and attributes, without styles.

const MATHML = "http://www.w3.org/1998/Math/MathML";
const ELEMENTS = new Set(("math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle merror mpadded mphantom menclose msub msup "
  + "msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd semantics").split(" "));
const ATTRIBUTES = new Set(("accent accentunder columnalign columnlines columnspan columnspacing depth display displaystyle form fence "
  + "height largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowspacing rowlines rspace scriptlevel "
  + "separator stretchy symmetric voffset width rowspan encoding").split(" "));

// {element} of a formula, or {problem} where it cannot be set.
async function formula(tex, display, at) {
  if (pattern("command").test(tex)) return {};
  const refused = pattern("refusedMath").exec(tex);
  const shown = excerpt(tex, refused?.index ?? 0);
  if (refused) return { problem: problem(at, "formula-refused", { command: refused[0], excerpt: shown }) };
  if (tex.length > facts.limits.formula || tex.split("\\").length > facts.limits.commands + 1) return { problem: problem(at, "formula-long", { excerpt: shown }) };
  const temml = await library("temml");
  try {
    const macros = { ...facts.macros };
    const made = temml.__renderToMathMLTree(tex, { displayMode: display, throwOnError: true, macros, maxExpand: 500 });
    return { element: mathOf(made) };
  } catch (error) {
    return { problem: unset(at, tex, String(error.message ?? error)) };
  }
}

// What Temml says of a formula, and the sentence of the engine for the same. A sentence may have gaps.
const UNSET = [
  [/Expected '\\right', got 'EOF'/, () => ["formula-left"]],
  [/Expected 'EOF', got '(\}|\\right)'/, ([, closing]) => ["formula-unmatched", { closing: `“${closing}”` }]],
  [/Expected 'EOF', got '&'/, () => ["formula-ampersand"]],
  [/Double (?:super|sub)script/, () => ["formula-double"]],
  [/Invalid delimiter '.*' after '\\left'/, () => ["formula-bracket"]],
  [/No such environment: (\S+)/, ([, name]) => ["formula-environment", { name }, nearest(name, facts.expansions.environments)]],
  [/Unknown column alignment: (\S+)/, ([, column]) => ["formula-column", { column: `“${column}”` }]],
  [/Mismatch: \\begin\{(.*?)\} matched by \\end\{(.*?)\}/, ([, begun, ended]) => ["formula-ended", { begun, ended }]],
  [/Expected & or \\\\ or \\cr or \\end/, () => ["formula-endless"]],
  [/expected '([}\]])' at end of input|Cannot read properties of null/, ([, closing], tex) => (closing && tex.split("{").length > tex.split("}").length ? ["formula-brace", { closing: `“${closing}”` }] : ["formula-argument"])],
];

function unset(at, tex, why) {
  const unknown = /(?:Undefined control sequence|Unsupported function name):? (\\[A-Za-z]+|\\.)/.exec(why)?.[1];
  if (unknown) return unknownCommand(at, tex, unknown);
  const place = Number(/at position (\d+)/.exec(why)?.[1] ?? tex.length + 1) - 1;
  for (const [said, sentence] of UNSET) {
    const match = said.exec(why);
    if (match) {
      const [name, gaps, near] = sentence(match, tex);
      return nearly(problem(at, name, { ...gaps, excerpt: excerpt(tex, place) }), near);
    }
  }
  const reason = oneLine(why.replace(/^.*?ParseError:\s*/, "").replace(/\s*at position.*$/s, ""));
  return said(at, "MATH", `The preview cannot set “${excerpt(tex, place)}”: ${reason}.`.replace("..", "."), "Compare it with what LaTeX accepts.");
}

function unknownCommand(at, tex, command) {
  const gaps = { command, excerpt: excerpt(tex, Math.max(tex.indexOf(command), 0)) };
  const name = command.slice(1);
  const meant = expansion(name);
  const same = Object.keys(facts.macros).find((other) => meant && facts.macros[other] === meant);
  const known = [...Object.keys(facts.macros).map((other) => other.slice(1)), ...facts.bibtex.math];
  const other = same?.slice(1) ?? closest(name, known, facts.expansions.near);
  const near = other && `\\${other}`;
  if (near && meant) return problem(at, "macro-both", { ...gaps, near, meant });
  return meant ? problem(at, "macro-meant", { ...gaps, meant }) : nearly(problem(at, "unknown-command", gaps), near);
}

// What a macro most likely stands for; checks.formulas.expansion of the engine.
function expansion(name) {
  const { known, operators, families } = facts.expansions;
  if (name in known) return known[name];
  if (operators.includes(name)) return `\\operatorname{${name}}`;
  for (const [source, flags, command] of families) {
    const match = new RegExp(`^(?:${source})$`, flags).exec(name);
    if (match) return `\\${command}{${match[1] ?? match[2]}}`;
  }
  return "";
}

function excerpt(tex, offset, width = 60) {
  const start = Math.max(0, Math.min(offset - width / 2, tex.length - width));
  return `${start ? "…" : ""}${oneLine(tex.slice(start, start + width))}${start + width < tex.length ? "…" : ""}`;
}

function mathOf(node) {
  if (node.text !== undefined && node.attributes === undefined) return document.createTextNode(node.text);
  const children = (node.children ?? []).map(mathOf);
  if (!ELEMENTS.has(node.type)) {
    const group = document.createElementNS(MATHML, "mrow");
    group.append(...children);
    return group;
  }
  const element = document.createElementNS(MATHML, node.type);
  for (const [name, value] of Object.entries(node.attributes ?? {})) if (ATTRIBUTES.has(name)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const sourceBox = (tex, display) => make("code", { className: `math-source${display ? " display" : ""}` }, tex);
