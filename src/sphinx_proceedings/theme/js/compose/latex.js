// LaTeX as authors paste it: its title, authors and abstract as what this page has fields for.

const DEFINITIONS = /\\(?:re|provide)?(?:newcommand|def|DeclareMathOperator)\*?\s*/g;
const MATH_PARTS = /\\begin\{(equation|align|gather|multline|alignat|flalign|eqnarray|displaymath|math)(\*?)\}([\s\S]*?)\\end\{\1\2\}|\$\$([\s\S]*?)\$\$|\\\[([\s\S]*?)\\\]|\\\(([\s\S]*?)\\\)|\$((?:[^$\\]|\\[\s\S])*)\$/g;
const HELD = "\ue000";

const uncommented = (source) => source.replace(/(^|[^\\])%.*$/gm, "$1");

// The group that begins at `at`, and where it ends; blanks and [options] before it are skipped.
function groupAt(text, at, { options = true } = {}) {
  let start = at;
  for (;;) {
    while (/\s/.test(text[start] ?? "")) start += 1;
    if (!options || text[start] !== "[") break;
    start = text.indexOf("]", start) + 1 || text.length;
  }
  if (text[start] !== "{") return undefined;
  let depth = 0;
  for (let end = start; end < text.length; end += 1) {
    if (text[end] === "\\") end += 1;
    else depth += (text[end] === "{") - (text[end] === "}");
    if (depth === 0) return { text: text.slice(start + 1, end), start, end: end + 1, option: /^\s*\[([^\]]*)\]/.exec(text.slice(at, start))?.[1] ?? "" };
  }
  return undefined;
}

// Every use of a command: its option, its group and where it stands.
function uses(text, name) {
  return [...text.matchAll(new RegExp(`\\\\${name}(?![A-Za-z])\\*?`, "g"))].flatMap((match) => {
    const group = groupAt(text, match.index + match[0].length);
    return group ? [{ ...group, from: match.index }] : [];
  });
}

const firstUse = (text, ...names) => names.map((name) => uses(text, name)[0]).find(Boolean)?.text;

function without(text, ...names) {
  return names.reduce((rest, name) => uses(rest, name).reverse().reduce((kept, { from, end }) => kept.slice(0, from) + kept.slice(end), rest), text);
}

// What the source defines is written out: the volume has no macros of one author.
function macrosOf(source) {
  const macros = new Map();
  for (const match of source.matchAll(DEFINITIONS)) {
    const rest = source.slice(match.index + match[0].length);
    const named = /^\{?\s*\\([A-Za-z]+)\s*\}?\s*(?:\[(\d)\])?(?:#\d)*/.exec(rest);
    const body = named && groupAt(rest, named[0].length, { options: false });
    if (!body) continue;
    const operator = match[0].includes("Operator");
    const star = match[0].includes("*") && operator ? "*" : "";
    const count = Number(named[2] ?? (named[0].match(/#/g) ?? []).length);
    macros.set(named[1], { count, body: operator ? `\\operatorname${star}{${body.text}}` : body.text });
  }
  for (const name of Object.keys(facts.macros)) macros.delete(name.slice(1));
  return macros;
}

function expanded(text, macros) {
  let made = text;
  for (let pass = 0; pass < 8 && macros.size; pass += 1) {
    const before = made;
    for (const [name, { count, body }] of macros) {
      const used = [...made.matchAll(new RegExp(`\\\\${name}(?![A-Za-z])[ \\t]*`, "g"))].reverse();
      for (const match of used) {
        let end = match.index + match[0].length;
        const given = [];
        for (let i = 0; i < count; i += 1) {
          const group = groupAt(made, end, { options: false });
          given.push(group ? group.text : made[end] ?? "");
          end = group ? group.end : end + 1;
        }
        const filled = body.replace(/#(\d)/g, (_, number) => given[number - 1] ?? "");
        const closed = /\\[A-Za-z]+$/.test(filled) && /^[A-Za-z]/.test(made.slice(end)) ? `${filled} ` : filled;
        made = made.slice(0, match.index) + closed + made.slice(end);
      }
      if (made.length > 60_000) return before;
    }
    if (made === before) break;
  }
  return made;
}

// Text of LaTeX as plain characters: accents, signs, dashes, quotation marks.
function texToText(text) {
  return text
    .replace(/\\([`'^"~=.])\s*(?:\{\s*(\\[ij]|[A-Za-z])\s*\}|(\\[ij](?![A-Za-z])|[A-Za-z]))/g, accented)
    .replace(/\\([uvHcdbkr])(?:\s*\{\s*(\\[ij]|[A-Za-z])\s*\}|\s+(\\[ij](?![A-Za-z])|[A-Za-z])(?![A-Za-z]))/g, accented)
    .replace(/\\([A-Za-z]+)(?![A-Za-z])(?:\{\}|[ \t]+)?/g, (all, name) => facts.tex.signs[name] ?? all)
    .replace(/\\([&%#_{}$ ])/g, "$1")
    .replace(/\\[,;:!/]|\\-/g, "")
    .replace(/(?<!\\)~/g, " ")
    .replace(/---/g, "—").replace(/--/g, "–")
    .replace(/``|''/g, (mark) => (mark === "``" ? "“" : "”"))
    .replace(/`([^`'\n]*)'/g, "‘$1’").replace(/(?<=\p{L})'/gu, "’");
}

function accented(all, mark, braced, bare) {
  const letter = (braced ?? bare).replace("\\", "");
  const made = (letter + (facts.tex.accents[mark] ?? "")).normalize("NFC");
  return length(made) === 1 ? made : all;
}

// The text of an abstract or a title as Markdown. What has no counterpart is named in `left`.
function texToMarkdown(source, left) {
  const held = [];
  const hold = (text) => `${HELD}${held.push(text) - 1}${HELD}`;
  const apart = (block) => ["\n\n", block, "\n\n"].join("");
  const display = (tex, label) => apart(hold(["$$\n", tex.trim(), "\n$$", label && ` (${label})`].join("")));
  let text = source.replace(/\\footnote(?:mark|text)?\s*(?=\{)/g, "\\footnote").replace(MATH_PARTS, (all, name, star, inner, dollars, brackets, round, single) => {
    if (name === "math" || round !== undefined || single !== undefined) return hold(`$${(inner ?? round ?? single).trim()}$`);
    if (["equation", "displaymath"].includes(name)) {
      const label = /\\label\{([^}]*)\}/.exec(inner)?.[1]?.replace(/[^A-Za-z0-9:_-]+/g, "-") ?? "";
      return display(inner.replace(/\\label\{[^}]*\}|\\(?:nonumber|notag)\b/g, ""), label);
    }
    if (name) return apart(hold(all.trim()));
    return display(dollars ?? brackets, "");
  });
  text = text.replace(/\\url\s*\{([^}]*)\}/g, (_, address) => hold(`<${address.trim()}>`));
  text = replaceUses(text, "href", (group, rest) => {
    const words = groupAt(rest, 0);
    return words ? [hold(`[${texToText(words.text)}](${group.replaceAll("\\", "")})`), words.end] : [group, 0];
  });
  text = text.replace(/\\(cite[a-z]*|citealp|parencite|textcite)\*?\s*(?:\[[^\]]*\]\s*){0,2}\{([^}]*)\}/g, (_, name, keys) => {
    const list = keys.split(",").map((key) => key.trim()).filter(Boolean).join(",");
    return hold(`{${["citet", "textcite"].includes(name) ? "cite:t" : "cite:p"}}\`${list}\``);
  });
  text = text.replace(/\\(?:eqref|ref|cref|Cref|autoref)\s*\{([^}]*)\}/g, (_, label) => hold(`{eq}\`${label.replace(/[^A-Za-z0-9:_-]+/g, "-")}\``));
  text = notes(text, (note) => texToMarkdown(note, left));
  for (let pass = 0; pass < 4; pass += 1) {
    for (const [name, style] of Object.entries(facts.tex.styles)) {
      const mark = { em: "*", strong: "**", tt: "`" }[style] ?? "";
      text = replaceUses(text, name, (group) => [group.trim() ? mark + oneLine(group) + mark : "", 0]);
    }
  }
  text = text.replace(/\{\\(?:em|it|itshape)\s+([^{}]*)\}/g, "*$1*").replace(/\{\\(?:bf|bfseries)\s+([^{}]*)\}/g, "**$1**");
  text = text.replace(/\\begin\{(?:itemize|enumerate)\}(?:\[[^\]]*\])?([\s\S]*?)\\end\{(itemize|enumerate)\}/g, (_, inner, kind) => {
    const items = inner.split(/\\item\b(?:\[[^\]]*\])?/).slice(1).map(oneLine);
    return apart(items.map((item, i) => [kind === "enumerate" ? `${i + 1}.` : "-", item].join(" ")).join("\n"));
  });
  text = text.replace(/\\par(?![A-Za-z])/g, "\n\n").replace(/\\\\(?:\[[^\]]*\])?\*?/g, " ").replace(/\\(?:noindent|maketitle|centering|small|smallskip|medskip|bigskip|newline|linebreak|sloppy)(?![A-Za-z])\s?/g, "");
  text = texToText(text).replace(/</g, "\\<");
  text = text.replace(/\\([A-Za-z]{2,})\*?(?:\[[^\]]*\])?(?=\s*\{|[^A-Za-z{]|$)/g, (all, name) => { left.add(`\\${name}`); return ""; }).replace(/[{}]/g, "");
  text = text.split(/\n\s*\n/).map(oneLineOutsideLists).filter(Boolean).join("\n\n");
  for (let pass = 0; pass < 3; pass += 1) text = text.replace(new RegExp(`${HELD}(\\d+)${HELD}`, "g"), (_, number) => held[number]);
  return text.trim();
}

const oneLineOutsideLists = (block) => (/^\s*(?:-|\d+\.|\[\^)/.test(block) ? block.trim() : oneLine(block));

// Replaces each use of a command by what `made` gives for its group, and how much of the rest it took, too.
function replaceUses(text, name, made) {
  return uses(text, name).reverse().reduce((whole, { text: group, from, end }) => {
    const [instead, taken] = made(group, whole.slice(end));
    return whole.slice(0, from) + instead + whole.slice(end + taken);
  }, text);
}

function notes(text, inner) {
  const found = uses(text, "footnote");
  if (!found.length) return text;
  const made = found.reverse().reduce((whole, { from, end }, i) => `${whole.slice(0, from)}[^${found.length - i}]${whole.slice(end)}`, text);
  return `${made}\n\n${found.reverse().map(({ text: note }, i) => `[^${i + 1}]: ${inner(note)}`).join("\n\n")}`;
}

const titleOfTex = (source, left) => oneLine(texToMarkdown(without(source, "thanks", "footnote").replace(/\\\\/g, " "), left).replaceAll("$$", "$"));

// {title, authors, affiliations, keywords, body} of a source, and the commands that were left out.
function fromLatex(given) {
  const source = uncommented(given.replace(/\r\n?/g, "\n"));
  const macros = macrosOf(source);
  const text = expanded(source, macros);
  const left = new Set();
  const abstract = /\\begin\{abstract\}(?:\[[^\]]*\])?([\s\S]*?)\\end\{abstract\}/.exec(text)?.[1] ?? firstUse(text, "abstract") ?? "";
  const keywords = firstUse(text, "keywords", "keyword", "kwd", "icmlkeywords") ?? /\\begin\{(?:keywords?|IEEEkeywords)\}([\s\S]*?)\\end\{/.exec(text)?.[1] ?? "";
  // llncs has the keywords within the abstract.
  const body = without(abstract, "keywords", "keyword");
  return {
    title: titleOfTex(firstUse(text, "title", "icmltitle") ?? "", left),
    ...signed(text),
    keywords: texToText(keywords).split(/\\and(?![A-Za-z])|\\sep(?![A-Za-z])|[,;·]/).map((word) => oneLine(word.replace(/[{}]|\.$/g, ""))).filter(Boolean),
    body: texToMarkdown(body, left),
    left: [...left],
  };
}
