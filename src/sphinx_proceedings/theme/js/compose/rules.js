// Every Problem of what stands in the form that a browser can find, in the order of the form.

const REQUIRED = new Set(["FM-REQUIRED", "EMPTY"]);

// `text` is the abstract read and set by preview.js.
function problemsOf(state, text) {
  return [
    ...(state.title.trim() ? titleOf(state, text) : [problem("title", "missing", { key: "title" })]),
    ...authorsOf(state),
    ...affiliationsOf(state),
    ...bodyOf(state, text),
    ...text.bib.problems,
    ...topicsOf(state),
    ...keywordsOf(state),
    ...(state.license ? [licenseProblem("license", state.license)] : []),
    ...linksOf(state),
    ...fileProblems(state),
  ].filter(Boolean);
}

const WORDS_OF_TITLE = /(?![\d_])[\p{L}]{2,}/gu;

function titleOf({ title }, text) {
  const words = title.replace(/\$[^$]*\$/g, "").match(WORDS_OF_TITLE) ?? [];
  const isLoud = (word) => word === word.toUpperCase() && word !== word.toLowerCase();
  const loud = words.filter(isLoud);
  const shouts = words.length >= 3 && loud.length > 0.7 * words.length && loud.some((word) => length(word) > 4);
  const plain = oneLine(title);
  return [
    textProblem("title", title),
    ...characterProblems("title", title),
    ...text.titleProblems,
    shouts && problem("title", "capitals", { calm: plain[0].toUpperCase() + plain.slice(1).toLowerCase() }),
    ...habitProblems("title", scan(plain), true),
  ];
}

function authorsOf(state) {
  if (!state.authors.length) return [problem("authors", "missing", { key: "authors" })];
  const ids = idsOf(state.affiliations).join(", ");
  const people = state.authors.filter((author) => !author.group && display(author).trim());
  const first = !ids && isAffiliated(state) ? state.authors.indexOf(people[0]) : -1;
  return state.authors.flatMap((author, i) => {
    const at = `authors.${i}`;
    const named = ["given", "particle", "family", "suffix"].some((part) => author[part].trim());
    const alone = ids && !author.group && named && !author.affiliations.length;
    return [
      !named && problem(`${at}.family`, "missing", { key: "name" }),
      named && !author.family.trim() && problem(`${at}.family`, "no-family"),
      ...["given", "particle", "family", "suffix"].map((part) => {
        const told = textProblem(`${at}.name.${part}`, author[part]);
        return told && { ...told, at: `${at}.${part}` };
      }),
      ...characterProblems(`${at}.family`, display(author)),
      author.orcid.trim() && orcidProblem(`${at}.orcid`, author.orcid.trim()),
      alone && problem(`${at}.affiliations`, "unaffiliated", { name: display(author), ids }),
      i === first && problem(`${at}.affiliations`, "unaffiliated-all", { name: display(author) }),
      ...orderOf(at, author),
    ];
  });
}

// Whether nine of ten contributions name affiliations; this one, which names none, counts too.
function isAffiliated({ origin }) {
  const [having, all] = volume.affiliated;
  return having > 1 && 10 * having >= 9 * (all + (volume.ids.includes(origin) ? 0 : 1));
}

const calm = (name) => name.split(/\s+/).map((word) => (length(word) > 1 && isUpper(word) ? word[0] + word.slice(1).toLowerCase() : word)).join(" ");
const isUpper = (word) => /^\p{L}+$/u.test(word) && word === word.toUpperCase() && word !== word.toLowerCase();

// A name with the family name first, as a file may have it.
function turnedName(name, { given, particle, family, suffix }) {
  const said = [given, particle, family, suffix].filter(Boolean).join(" ");
  const isTurned = given && said !== oneLine(name.replaceAll(",", " "));
  return isTurned ? problem("", "name-first", { name, calm: calm(said) }) : undefined;
}

// Names as they are written in the file: where the parts are given apart nobody has to guess.
function orderOf(at, author) {
  const name = nameOf(author).replace(/^'(.*)'$/s, "$1");
  if (author.group || name.startsWith("{") || !pattern("oddName").test(name)) return [];
  const words = name.split(/\s+/);
  const long = words.filter((word) => length(word) > 2);
  const loud = long.filter(isUpper);
  if (loud.length && loud.length === long.length && words.length > 1) return [problem(`${at}.family`, "name-capitals", { name, calm: calm(name) })];
  if (loud.length !== 1 || words[0] !== loud[0] || words.length < 2) return [];
  return [problem(`${at}.family`, "name-turned", { name, calm: calm([...words.slice(1), loud[0]].join(" ")) })];
}

function affiliationsOf(state) {
  return state.affiliations.flatMap(({ name, ror }, i) => [
    unusual("affiliations", oneLine(name)) && problem(`affiliations.${i}.name`, "affiliation", { name: oneLine(name), ...unusual("affiliations", oneLine(name)) }),
    name.trim() ? textProblem(`affiliations.${i}.name`, name) : problem(`affiliations.${i}.name`, "missing", { key: "name" }),
    ...characterProblems(`affiliations.${i}.name`, name),
    ror.trim() && rorProblem(`affiliations.${i}.ror`, ror.trim()),
  ]);
}

function bodyOf(state, text) {
  const refused = [...characterProblems("body", state.body), ...sizeProblems("body", fileOf(state))];
  if (refused.length) return refused;
  const heavy = budgetProblems("body", state.body);
  const wrong = heavy.length ? heavy : text.bodyProblems;
  if (wrong.some(({ code }) => code !== "MATH") || !state.body.trim()) return wrong;
  return [...wrong, ...textRules(state, text), ...textAdvice("body", state.body, state.kept.status === "sample")];
}

// What the rules over a contribution in its volume find in its text.
function textRules(state, { labels, references, marks, notes, cited, bib }) {
  const known = [...Object.keys(volume.references), ...bib.entries.map(({ key }) => key)];
  const twice = labels.filter((label, i) => labels.indexOf(label) < i);
  return [
    ...cited.filter((key) => volume.isKnown && !known.includes(key)).map((key) => unknownKey(key, known, state.id)),
    ...references.filter((label) => !labels.includes(label)).map((label) => problem("body", "equation", { label })),
    ...twice.map((label) => problem("body", "label-twice", { label })),
    ...marks.filter((label) => !notes.includes(label)).map((label) => problem("body", "no-note", { label })),
    ...notes.filter((label) => !marks.includes(label)).map((label) => problem("body", "no-mark", { label })),
  ];
}

function unknownKey(key, known, id) {
  const near = nearest(key, known);
  return near ? problem("body", "citation-near", { key, near }) : problem("body", "citation", { key, id });
}

function topicsOf({ topics }) {
  const known = Object.keys(facts.topics);
  const strange = topics.filter((topic) => !known.includes(topic)).map((topic) => {
    return nearly(problem("topics", "topic", { topic, topics: known.join(", ") }), nearest(topic, known));
  });
  const twice = topics.filter((topic, i) => known.includes(topic) && topics.indexOf(topic) < i);
  return [...strange, ...twice.map((topic) => problem("topics", "topic-twice", { topic }))];
}

function keywordsOf({ keywords }) {
  const long = keywords.map((_, i) => textProblem(`keywords.${i}`, keywords[i])).filter(Boolean);
  const found = keywords.length;
  const most = definition(["keywords"]).maxItems;
  if (found > most) return [problem("keywords", "entries", { most })];
  return [
    ...long.map((told) => ({ ...told, at: "keywords" })),
    ...characterProblems("keywords", keywords.join(" ")),
    found > facts.limits.keywords && problem("keywords", "keywords", { found }),
    ...keywords.map((word) => unusual("keywords", word) && problem("keywords", "keyword", { word, ...unusual("keywords", word) })),
  ];
}

function linksOf({ links }) {
  return Object.entries(links).filter(([, value]) => value.trim()).map(([kind, value]) => {
    const at = `links.${kind}`;
    return ["arxiv", "doi"].includes(kind) ? textProblem(at, value.trim()) : linkProblem(at, value);
  });
}

// No command checks whether there is a name, and one that is free; those sentences are this page's own.
function fileProblems({ id, origin, title }) {
  if (!id && !title.trim()) return [];
  if (!id || id.length < 2) return [said("id", "TREE-NAME", "The file has no name.", "Write two characters or more.")];
  const name = `${id}.md`;
  const isUsable = (one) => fits("file", one) && !fits("reserved", one);
  const made = `${slug(id).slice(0, 60).replace(/-+$/, "")}.md`;
  if (!isUsable(name)) return [problem("id", "name", { name, example: isUsable(made) ? made : "tropical-attention.md" })];
  if (volume.ids.includes(id) && id !== origin) return [said("id", "TREE-COLLISION", `The volume has an abstract of the name “${id}”.`, "Add a word, unless you mean to change that abstract: then load its file.")];
  return [];
}
