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
  if (refused) return { problem: said(at, "MATH", `A formula may not use ${refused[0]} in “${shown}”.`, "Remove it.") };
  if (tex.length > facts.limits.formula) return { problem: said(at, "MATH", `A formula has at most ${facts.limits.formula} characters.`, "Shorten it.") };
  const temml = await library("temml");
  try {
    const macros = { ...facts.macros };
    const made = temml.__renderToMathMLTree(tex, { displayMode: display, throwOnError: true, macros, maxExpand: 500 });
    return { element: mathOf(made) };
  } catch (error) {
    return { problem: unset(at, tex, String(error.message ?? error)) };
  }
}

function unset(at, tex, why) {
  const unknown = /(?:Undefined control sequence|Unsupported function name):? (\\[A-Za-z]+|\\.)/.exec(why)?.[1];
  if (unknown) {
    const offset = Math.max(tex.indexOf(unknown), 0);
    const told = problem(at, "unknown-command", { command: unknown, excerpt: excerpt(tex, offset) });
    const near = nearest(unknown.slice(1), Object.keys(facts.macros).map((name) => name.slice(1)));
    return near ? { ...told, fix: `Did you mean “\\${near}”?` } : told;
  }
  const reason = oneLine(why.replace(/^.*?ParseError:\s*/, "").replace(/\s*at position.*$/s, ""));
  return said(at, "MATH", `The preview cannot set “${excerpt(tex, 0)}”: ${reason}.`.replace("..", "."), "Compare it with what LaTeX accepts.");
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
