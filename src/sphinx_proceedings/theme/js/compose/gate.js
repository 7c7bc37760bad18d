// The tokens that may stand in an abstract: what gate.markdown of the engine refuses, refused here.

const FENCES = ["fence", "colon_fence"];

function flatten(tokens) {
  const found = [];
  let previous = "";
  tokens.forEach((token, i) => {
    const rest = tokens.slice(i + 1);
    const shows = token.type === "link_open" ? rest.slice(0, rest.findIndex(({ type }) => type === "link_close")).map(({ content }) => content).join("") : "";
    found.push({ token, shows, follows: token.type === "text" && ["link_close", "image", "code_inline"].includes(previous) });
    previous = token.type;
    if (token.type !== "image" && !FENCES.includes(token.type)) found.push(...flatten(token.children ?? []));
  });
  return found;
}

function gateProblems(at, tokens, id) {
  const problems = [];
  let depth = 0;
  let works = 0;
  let told = 0;
  for (const { token, follows, shows } of flatten(tokens)) {
    depth += token.nesting;
    if (depth > facts.limits.depth) return [...problems, problem(at, "depth", { most: facts.limits.depth })];
    if (token.type === "myst_role" && token.meta.name.startsWith("cite")) works += token.content.split(",").length;
    if (works > facts.limits.works) return [...problems, problem(at, "works", { most: facts.limits.works })];
    const refused = refusals(at, token, { follows, shows, id });
    told += refused.length;
    const most = facts.limits.problems;
    if (told > most) return [...problems, ...refused.slice(0, most - told), problem(at, "problems", { most })];
    problems.push(...refused, ...commands(at, token));
  }
  return problems;
}

// What links, styles or reads in some program that typesets formulas.
function commands(at, token) {
  if (!/^math_|^amsmath$/.test(token.type)) return [];
  return [...token.content.matchAll(pattern("command", { flags: "g" }))].slice(0, 9).map(([command]) => problem(at, "command", { command }));
}

function refusals(at, token, around) {
  const judge = JUDGES[token.type];
  if (judge) return judge(at, token, around).filter(Boolean);
  if (facts.gate.plain.includes(token.type)) return [];
  return facts.sentences[token.type] ? [problem(at, token.type)] : [];
}

const fits = (name, text) => pattern(name, { whole: true }).test(text);

const JUDGES = {
  text(at, { content }, { follows }) {
    const start = new RegExp(`^${pattern("attributes").source}`, "u");
    const found = follows ? start.exec(content) : pattern("blockAttributes", { whole: true }).exec(content.trim());
    const unlinked = pattern("unlinked").exec(content);
    return [
      // Entities such as &#x202e; are decoded only here.
      ...characterProblems(at, content),
      found && problem(at, "attributes", { value: found[0] }),
      pattern("substitution").test(content) && problem(at, "substitution"),
      unlinked && problem(at, "address", { value: unlinked[1].slice(0, 200) }),
    ];
  },
  html_inline: (at, { content }) => [problem(at, "html", { value: content.slice(0, 80) })],
  link_open(at, token, { shows }) {
    const value = token.attrGet("href") ?? "";
    if (fits("page", value) || fits("mail", value)) {
      const host = pretended(shows, value);
      return host ? [problem(at, "link-shows", { host: host.slice(0, 80), address: value.slice(0, 200) })] : [];
    }
    const secure = value.startsWith("http://") && fits("page", `https://${value.slice(7)}`);
    return [problem(at, secure ? "address-http" : "address", { value: value.slice(0, 200), bare: value.slice(7) })];
  },
  myst_role(at, { meta: { name }, content }) {
    if (!facts.gate.roles.includes(name)) {
      const told = problem(at, "role", { role: `{${name.slice(0, 40)}}` });
      return [{ ...told, fix: facts.gate.otherRoles[name] ?? told.fix }];
    }
    return name === "eq" && !fits("label", content.trim()) ? [problem(at, "equation-name", { value: content.slice(0, 80) })] : [];
  },
  fence(at, token, { id }) {
    const { name, argument, options } = directiveOf(token);
    if (!token.info.trim().startsWith("{")) {
      if (token.type === "colon_fence") return [problem(at, "colons")];
      const known = !argument || facts.gate.languages.includes(argument.toLowerCase());
      return known ? [] : [problem(at, "language", { value: argument.slice(0, 40) })];
    }
    if (!facts.gate.directives.includes(name)) return [problem(at, "directive", { directive: `{${name.slice(0, 40)}}` })];
    const may = facts.gate.options[name];
    return [
      ...Object.keys(options).filter((option) => !may.includes(option)).map((option) => problem(at, "option", { option: option.slice(0, 40), directive: `{${name}}`, options: may.join(", ") })),
      options.label !== undefined && !fits("label", options.label) && problem(at, "option-label", { value: options.label.slice(0, 40) }),
      ...(name === "figure" ? [pictureProblem(at, argument, id), !options.alt && problem(at, "figure-words")] : []),
    ];
  },
  math_block_label: (at, { info }) => [!fits("label", info) && problem(at, "label", { value: info.slice(0, 40) })],
  image: (at, token, { id }) => [
    pictureProblem(at, token.attrGet("src") ?? "", id),
    ...characterProblems(at, token.content + (token.attrGet("title") ?? "")),
    !token.content.trim() && problem(at, "no-description"),
  ],
};
JUDGES.colon_fence = JUDGES.fence;

// The host that a link's words show where the link leads to another one; addresses.pretended of the engine.
function pretended(text, address) {
  const found = [...text.matchAll(pattern("shown", { flags: "g" }))].map((match) => match[1]);
  const bare = pattern("bare", { whole: true }).exec(text.trim())?.[1];
  if (bare && facts.gate.familiar.includes(bare.split(".").at(-1).toLowerCase())) found.push(bare);
  const real = hostOf(address.split("://")[1] ?? "");
  return found.find((host) => !akin(hostOf(host), real));
}

const hostOf = (address) => address.split(/[/?#]/)[0].replace(/[.,;:]+$/, "").toLowerCase().split(":")[0].replace(/^www\./, "");
const akin = (one, other) => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);

function pictureProblem(at, source, id) {
  const name = source.startsWith(`${id}/`) ? source.slice(id.length + 1) : source;
  return fits("picture", name) ? undefined : problem(at, "picture", { value: source.slice(0, 200), id });
}

function isEmpty(tokens) {
  let notes = 0;
  return !flatten(tokens).some(({ token }) => {
    if (token.type.startsWith("footnote_reference")) notes += token.nesting;
    return !notes && facts.gate.seen.includes(token.type) && (token.content.trim() || token.type === "image");
  });
}

const TITLE_TOKENS = ["text", "em_open", "em_close", "strong_open", "strong_close", "math_inline", "code_inline", "softbreak"];

function titleProblems(tokens) {
  const problems = gateProblems("title", tokens, "");
  if (problems.length) return problems;
  const single = tokens.map((token) => token.type).join(" ") === "paragraph_open inline paragraph_close";
  const fine = single && tokens[1].children.every((token) => TITLE_TOKENS.includes(token.type));
  if (!fine) return [problem("title", "title-token")];
  const isNumbered = ({ type, content }) => type === "math_inline" && pattern("numbered").test(content);
  return tokens[1].children.filter(isNumbered).map(() => problem("title", "title-number"));
}
