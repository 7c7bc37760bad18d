// The page as it will look, made as nodes: nothing of what somebody wrote is ever read as HTML.

const MARKED = { em: "em", strong: "strong" };
const BLOCKS = { paragraph: "p", bullet_list: "ul", ordered_list: "ol", list_item: "li", blockquote: "blockquote", thead: "thead", tbody: "tbody", tr: "tr", th: "th", td: "td" };

// An abstract's tokens read and set: its nodes, its Problems, and what its parts refer to.
async function readText(state) {
  if (state.body.trim() || state.title.trim()) parser ??= await parserOf();
  const bib = readBib(state.bib);
  const tokens = parser?.parse(state.body, {}) ?? [];
  const titleTokens = state.title.trim() ? parser.parse(oneLine(state.title), {}) : [];
  const refused = gateProblems("body", tokens, state.id);
  const wrong = !refused.length && isEmpty(tokens) ? [problem("body", "empty")] : refused;
  const text = {
    bib, labels: [], references: [], marks: [], notes: [], cited: [],
    titleProblems: titleProblems(titleTokens), bodyProblems: wrong, formulas: [], noteNodes: new Map(),
  };
  collect(tokens, text);
  text.nodes = await nodesOf(tokens, { text, at: "body" });
  text.title = await nodesOf(titleTokens[1]?.children ?? [], { text, at: "title" });
  // What is refused is not set.
  if (!text.titleProblems.length) text.titleProblems.push(...text.formulas.filter(({ at }) => at === "title"));
  text.bodyProblems.push(...text.formulas.filter(({ at }) => at === "body"));
  return text;
}

const LABELS = /\\label\{([^}]*)\}/g;

function collect(tokens, text) {
  for (const { token } of flatten(tokens)) {
    const keys = token.content.split(",").map((key) => key.trim()).filter(Boolean);
    if (token.type === "math_block_label") text.labels.push(token.info);
    if (["math_block", "math_block_label", "amsmath"].includes(token.type)) text.labels.push(...[...token.content.matchAll(LABELS)].map((match) => match[1]));
    if (token.type === "footnote_ref") text.marks.push(token.meta.label);
    if (token.type === "footnote_reference_open") text.notes.push(token.meta.label);
    if (token.type === "myst_role" && token.meta.name.startsWith("cite")) text.cited.push(...keys);
    if (token.type === "myst_role" && token.meta.name === "eq") text.references.push(token.content.trim());
    if (token.type === "fence" && directiveOf(token).options.label) text.labels.push(directiveOf(token).options.label);
  }
  for (const name of ["marks", "notes", "references", "cited"]) text[name] = [...new Set(text[name])];
}

async function nodesOf(tokens, around) {
  const stack = [];
  let nodes = [];
  for (const token of tokens) {
    const name = token.type.replace(/_(open|close)$/, "");
    if (token.nesting === 1) {
      stack.push(nodes);
      nodes = [];
    } else if (token.nesting === -1) {
      const made = container(name, token, nodes, around);
      nodes = stack.pop();
      nodes.push(...made);
    } else if (token.type === "inline") {
      nodes.push(...await nodesOf(token.children, around));
    } else {
      nodes.push(...await leaf(token, around));
    }
  }
  return nodes;
}

function container(name, token, nodes, around) {
  if (name === "footnote_reference") {
    around.text.noteNodes.set(token.meta.label, nodes);
    return [];
  }
  if (name === "paragraph" && token.hidden) return nodes;
  if (name === "link") return [make("a", {}, ...nodes)];
  if (name === "table") return [make("div", { className: "wide" }, make("table", {}, ...nodes))];
  if (name === "heading") return [make("p", {}, make("strong", {}, ...nodes))];
  return [make(BLOCKS[name] ?? MARKED[name] ?? "span", {}, ...nodes)];
}

async function typeset(tex, display, around, number = "") {
  const { element, problem: wrong } = await formula(tex.trim(), display, around.at);
  if (wrong) around.text.formulas.push(wrong);
  const shown = element ?? sourceBox(tex.trim(), display);
  if (!display) return [shown];
  return [make("span", { className: "display preview-display" }, shown, number ? make("span", { className: "preview-number" }, `(${number})`) : "")];
}

async function leaf(token, around) {
  const { text } = around;
  switch (token.type) {
    case "text": return [token.content];
    case "softbreak": return ["\n"];
    case "hardbreak": return [make("br")];
    case "code_inline": return [make("code", {}, token.content)];
    case "code_block": return [make("pre", {}, make("code", {}, token.content.trimEnd()))];
    case "math_inline": return typeset(token.content, false, around);
    case "math_inline_double": case "math_block": case "amsmath": return typeset(token.content.replace(LABELS, ""), true, around);
    case "math_block_label": return typeset(token.content, true, around, text.labels.indexOf(token.info) + 1);
    case "myst_role": return roleOf(token, around);
    case "footnote_ref": return noteOf(token, text);
    case "image": return [make("span", { className: "preview-picture" }, `Picture: ${token.content}`)];
    case "fence": case "colon_fence": return fenceOf(token, around);
    default: return [make("code", { className: "refused" }, token.content || token.markup)];
  }
}

async function roleOf(token, around) {
  const { name } = token.meta;
  if (name === "math") return typeset(token.content, false, around);
  if (name === "eq") return [`(${around.text.labels.indexOf(token.content.trim()) + 1 || "?"})`];
  if (!name.startsWith("cite")) return [make("code", { className: "refused" }, `{${name}}\`${token.content}\``)];
  const textual = name === "cite:t";
  const parts = token.content.split(",").map((key) => key.trim()).filter(Boolean).map((key) => citedAs(key, textual, around.text.bib));
  const joined = parts.flatMap((part, i) => (i ? [textual ? ", " : "; ", part] : [part]));
  return [make("cite", { className: "cited" }, ...(textual ? joined : ["(", ...joined, ")"]))];
}

function citedAs(key, textual, bib) {
  const own = bib.entries.find((entry) => entry.key === key);
  const [label, year] = own ? [labelOf(own), yearOf(own)] : volume.references[key] ?? [];
  if (!label) return make("code", { className: "unknown", title: "No bibliography has this key" }, key);
  return textual ? `${label} (${year})` : `${label}, ${year}`;
}

function noteOf({ meta: { label } }, { marks, notes }) {
  return notes.includes(label) ? [make("sup", {}, String(marks.indexOf(label) + 1))] : [];
}

async function fenceOf(token, around) {
  const { name, argument, options, content } = directiveOf(token);
  if (name === "math") return typeset([argument, content].filter(Boolean).join("\n"), true, around, options.label ? around.text.labels.indexOf(options.label) + 1 : "");
  if (name === "figure") return [make("p", { className: "preview-picture" }, `Picture: ${options.alt ?? argument}`)];
  return [make("pre", {}, make("code", {}, content.trimEnd()))];
}

// The whole page, with the same elements and classes as a contribution's.
function pageOf(state, text) {
  const ids = state.affiliations.filter(({ key }) => state.authors.some((author) => author.affiliations.includes(key)));
  const head = make("header", { className: "masthead" });
  if (state.topics.length) head.append(make("p", { className: "eyebrow" }, ...state.topics.flatMap((id) => [topicOf(id), " "])));
  head.append(make("h2", { className: "preview-title" }, ...(state.title.trim() ? text.title : [make("span", { className: "empty" }, "Title")])));
  const authors = make("p", { className: "authors" });
  state.authors.filter((author) => display(author).trim()).forEach((author, i) => authors.append(i ? ", " : "", authorOf(author, ids)));
  if (!authors.textContent) authors.append(make("span", { className: "empty" }, "Authors"));
  head.append(authors);
  if (ids.length) head.append(make("ol", { className: "affiliations" }, ...ids.map(({ name }, i) => make("li", {}, make("sup", {}, String(i + 1)), make("bdi", {}, name)))));
  const body = make("section", { className: "abstract" });
  body.append(...(state.body.trim() ? text.nodes : [make("p", { className: "empty" }, "The abstract.")]));
  const notes = text.marks.filter((label) => text.noteNodes.has(label));
  if (notes.length) body.append(make("ol", { className: "notes" }, ...notes.map((label) => make("li", {}, ...text.noteNodes.get(label)))));
  const known = referencesOf(text);
  return [head, body, ...(known ? [known] : []), factsOf(state)];
}

function topicOf(id) {
  const label = one(`input[name="topic"][value="${CSS.escape(id)}"] + .topic`);
  const made = make("span", { className: `topic hue-${facts.topics[id] ?? 0}` });
  made.append(...(label ? [...label.cloneNode(true).childNodes] : [id]));
  return made;
}

function authorOf(author, ids) {
  const marks = author.affiliations.map((key) => ids.findIndex((place) => place.key === key) + 1).filter(Boolean);
  const made = make("span", { className: "author" }, make("bdi", {}, display(author)));
  if (marks.length) made.append(make("sup", {}, marks.join(",")));
  if (author.orcid.trim()) made.append(make("span", { className: "orcid" }, icon("orcid"), make("span", { className: "visually-hidden" }, " (ORCID iD)")));
  if (author.corresponding) made.append(make("span", { className: "corresponding" }, icon("mail"), make("span", { className: "visually-hidden" }, " corresponding author")));
  return made;
}

function referencesOf({ cited, bib }) {
  const own = new Map(bib.entries.map((entry) => [entry.key, entry]));
  const items = cited.filter((key) => own.has(key) || volume.references[key])
    .map((key) => ({ label: own.has(key) ? labelOf(own.get(key)) : volume.references[key][0], key }))
    .sort((a, b) => a.label.localeCompare(b.label, "en"))
    .map(({ key }) => make("li", {}, ...(own.has(key) ? referenceOf(own.get(key)) : [written(volume.references[key][2])])));
  return items.length ? make("section", { className: "references" }, make("h3", {}, "References"), make("ol", { className: "entries" }, ...items)) : undefined;
}

function factsOf(state) {
  const made = make("div", { className: "facts preview-facts" });
  const part = (title, ...content) => made.append(make("section", {}, make("h3", {}, title), ...content));
  if (state.keywords.length) part("Keywords", make("p", {}, state.keywords.join(", ")));
  const links = Object.keys(state.links).filter((kind) => state.links[kind].trim());
  if (links.length) part("Links", make("p", {}, links.map((kind) => facts.links[kind]).join(", ")));
  const spdx = state.license || facts.licence;
  part("Licence", make("p", {}, facts.licences[spdx]?.[0] ?? spdx));
  return made;
}
