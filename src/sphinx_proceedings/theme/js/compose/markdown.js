// The Markdown of an abstract: markdown-it with the rules that MyST adds, as far as abstracts meet them.

let parser;

async function parserOf() {
  const markdownit = await library("markdownit");
  // HTML is recognized, so that it can be refused; nothing of it is ever written.
  const md = markdownit("commonmark", { html: true, linkify: false }).enable("table");
  const alt = { alt: ["paragraph", "reference", "blockquote", "list", "footnote_def"] };
  md.inline.ruler.before("backticks", "myst_role", role);
  md.inline.ruler.before("escape", "math_inline", dollars);
  md.inline.ruler.after("image", "footnote_ref", noteMark);
  md.block.ruler.before("fence", "colon_fence", colonFence, alt);
  md.block.ruler.before("fence", "math_block", dollarBlock, alt);
  md.block.ruler.before("blockquote", "amsmath", environment, alt);
  md.block.ruler.before("blockquote", "myst_line_comment", comment, alt);
  md.block.ruler.before("hr", "myst_block_break", lineRule("myst_block_break", /^\+(?:[ \t]*\+){2}/), alt);
  md.block.ruler.before("hr", "myst_target", lineRule("myst_target", /^\(.+\)=$/), alt);
  md.block.ruler.before("reference", "footnote_def", note, { alt: ["paragraph", "reference"] });
  return md;
}

const lineOf = (state, line) => state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
const isCode = (state, line) => state.sCount[line] - state.blkIndent >= 4;

function role(state, silent) {
  const match = /^\{([\w+:-]+)\}(`+)/.exec(state.src.slice(state.pos));
  if (!match) return false;
  const start = state.pos + match[0].length;
  const end = state.src.indexOf(match[2], start + 1);
  if (end < 0) return false;
  if (!silent) {
    const token = state.push("myst_role", "", 0);
    token.meta = { name: match[1] };
    token.content = state.src.slice(start, end).replaceAll("\n", " ");
  }
  state.pos = end + match[2].length;
  return true;
}

function isEscaped(text, at) {
  let count = 0;
  while (text[at - 1 - count] === "\\") count += 1;
  return count % 2 === 1;
}

function dollars(state, silent) {
  const { src, pos } = state;
  if (src[pos] !== "$" || isEscaped(src, pos)) return false;
  const mark = src[pos + 1] === "$" ? "$$" : "$";
  let end = src.indexOf(mark, pos + mark.length);
  while (end >= 0 && isEscaped(src, end)) end = src.indexOf(mark, end + 1);
  const content = end < 0 ? "" : src.slice(pos + mark.length, end);
  if (!content) return false;
  if (!silent) {
    const token = state.push(mark === "$" ? "math_inline" : "math_inline_double", "math", 0);
    token.content = content;
  }
  state.pos = end + mark.length;
  return true;
}

function noteMark(state, silent) {
  const match = /^\[\^([^\]\s]+)\]/.exec(state.src.slice(state.pos));
  if (!match) return false;
  if (!silent) state.push("footnote_ref", "", 0).meta = { label: match[1] };
  state.pos += match[0].length;
  return true;
}

// What lies between a first and a last line; undefined where the last does not come.
function blockUntil(state, start, end, isLast) {
  for (let line = start; line < end; line += 1) {
    const text = lineOf(state, line).trimEnd();
    if (isLast(text, line)) return line;
    if (!text.trim()) return undefined;
  }
  return undefined;
}

const CLOSED = /\$\$[ \t]*(?:\(([^)$]+)\))?$/;

function dollarBlock(state, start, end, silent) {
  const first = lineOf(state, start).trimEnd();
  if (isCode(state, start) || !first.startsWith("$$")) return false;
  const oneLiner = CLOSED.exec(first.slice(2));
  if (first.slice(2).includes("$$") && !oneLiner) return false;
  const last = oneLiner ? start : blockUntil(state, start + 1, end, (text) => CLOSED.test(text));
  if (last === undefined) return false;
  if (silent) return true;
  const lines = [];
  for (let line = start; line <= last; line += 1) lines.push(lineOf(state, line).trimEnd());
  const text = lines.join("\n").slice(2);
  const closed = CLOSED.exec(text);
  const token = state.push(closed[1] ? "math_block_label" : "math_block", "math", 0);
  token.content = text.slice(0, closed.index);
  token.info = closed[1]?.trim().replace(/\s+/g, "-") ?? "";
  token.map = [start, last + 1];
  state.line = last + 1;
  return true;
}

const ENVIRONMENT = /^\\begin\{((?:equation|multline|gather|align|alignat|flalign|[pbBvV]?matrix|eqnarray)\*?)\}/;

function environment(state, start, end, silent) {
  const match = isCode(state, start) ? null : ENVIRONMENT.exec(lineOf(state, start));
  if (!match) return false;
  let last = start;
  while (last < end && !lineOf(state, last).trimEnd().endsWith(`\\end{${match[1]}}`)) last += 1;
  if (last >= end) return false;
  if (silent) return true;
  const token = state.push("amsmath", "math", 0);
  token.content = state.getLines(start, last + 1, state.sCount[start], false);
  token.map = [start, last + 1];
  state.line = last + 1;
  return true;
}

function colonFence(state, start, end, silent) {
  const match = isCode(state, start) ? null : /^(:{3,})(.*)$/.exec(lineOf(state, start));
  if (!match) return false;
  if (silent) return true;
  let last = start + 1;
  while (last < end && !(/^:+\s*$/.test(lineOf(state, last)) && lineOf(state, last).trim().length >= match[1].length)) last += 1;
  const token = state.push("colon_fence", "code", 0);
  token.info = match[2];
  token.content = state.getLines(start + 1, last, state.sCount[start], true);
  token.map = [start, last];
  state.line = Math.min(last + 1, end);
  return true;
}

function comment(state, start, end, silent) {
  if (isCode(state, start) || state.src[state.bMarks[start] + state.tShift[start]] !== "%") return false;
  if (silent) return true;
  let last = start + 1;
  while (last < end && lineOf(state, last).startsWith("%")) last += 1;
  state.push("myst_line_comment", "", 0).map = [start, last];
  state.line = last;
  return true;
}

function lineRule(name, shape) {
  return (state, start, _end, silent) => {
    if (isCode(state, start) || !shape.test(lineOf(state, start).trim())) return false;
    if (silent) return true;
    state.push(name, "", 0).map = [start, start + 1];
    state.line = start + 1;
    return true;
  };
}

function note(state, start, end, silent) {
  const match = isCode(state, start) ? null : /^\[\^([^\]\s]+)\]:[ \t]*(.*)$/.exec(lineOf(state, start));
  if (!match) return false;
  if (silent) return true;
  const lines = [match[2]];
  let last = start + 1;
  while (last < end && lineOf(state, last).trim()) {
    lines.push(lineOf(state, last));
    last += 1;
  }
  state.push("footnote_reference_open", "", 1).meta = { label: match[1] };
  state.push("paragraph_open", "p", 1);
  const inline = state.push("inline", "", 0);
  inline.content = lines.join("\n").trim();
  inline.children = [];
  inline.map = [start, last];
  state.push("paragraph_close", "p", -1);
  state.push("footnote_reference_close", "", -1).meta = { label: match[1] };
  state.line = last;
  return true;
}

// A fence as a directive: name, argument, options, content. A plain block of code has no name.
function directiveOf(token) {
  const match = /^\{([^}\s]*)\}[ \t]*(.*)/.exec(token.info.trim());
  if (!match) return { name: "", argument: token.info.trim(), options: {}, content: token.content };
  const options = {};
  const lines = token.content.split("\n");
  while (lines.length) {
    const option = /^:([A-Za-z-]+):[ \t]*(.*)$/.exec(lines[0]);
    if (!option) break;
    options[option[1]] = option[2].trim();
    lines.shift();
  }
  return { name: match[1], argument: match[2].trim(), options, content: lines.join("\n").trim() };
}
