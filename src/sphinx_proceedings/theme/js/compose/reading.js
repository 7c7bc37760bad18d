// Front matter read as YAML, and what the engine says of it where no form could show it.

// {data} of front matter, or {fault, line} where it is not YAML as the engine reads it.
async function readYaml(head) {
  const yaml = await library("jsyaml");
  try {
    const fault = eventFault(yaml, head);
    // Every value is text, as the engine reads it: no number, no date, no object of another kind.
    return fault ?? { data: asRecord(yaml.load(head, { schema: yaml.FAILSAFE_SCHEMA })) };
  } catch (failed) {
    return syntaxFault(head, failed.reason ?? failed.message, failed.mark ?? { line: 0, column: 0, position: 0 });
  }
}

// What js-yaml allows, and the engine refuses.
function eventFault(yaml, head) {
  const at = (name, place) => ({ fault: problem("", name), line: head.slice(0, place).split("\n").length - 1 });
  const events = yaml.parseEvents(head, {});
  if (events[1]?.type !== yaml.EVENT_MAPPING) return at("yaml-list", 0);
  for (const event of events) {
    if (event.anchorStart >= 0) return at("yaml-alias", event.anchorStart);
    if (event.tagStart >= 0) return at("yaml-tag", event.tagStart);
    if (event.type === yaml.EVENT_SCALAR) {
      const isQuoted = [yaml.SCALAR_STYLE.SINGLE_QUOTED, yaml.SCALAR_STYLE.DOUBLE_QUOTED].includes(event.style);
      const end = event.valueEnd + (isQuoted ? 1 : 0);
      if (event.style === yaml.SCALAR_STYLE.DOUBLE_QUOTED && pattern("yamlEscaped").test(yaml.getScalarValue(head, event))) return at("yaml-escaped", event.valueStart);
      if ((isQuoted || event.style === yaml.SCALAR_STYLE.PLAIN) && startsWith("yamlCutOff", head.slice(end))) return at("yaml-remark", end);
    }
  }
  return undefined;
}

const startsWith = (name, text) => pattern(name).exec(text)?.index === 0;

// The sentence of the engine for what js-yaml says of a line, and that line; marked_yaml looks at the same signs.
function syntaxFault(head, reason, mark) {
  const lines = head.split("\n");
  const line = lines[mark.line] ?? "";
  const odd = pattern("yamlOddValue").exec(line);
  const column = odd?.index === 0 ? odd[0].length - 1 : mark.column;
  const [sign, before] = [line[column], line.slice(0, column).trimEnd()];
  const at = (name, gaps, number = mark.line) => ({ fault: problem("", name, gaps), line: number });
  if (reason.includes("duplicated")) return at("yaml-twice", { key: /^[^\s:]*/.exec(head.slice(mark.position))[0] });
  if (/^\s*\t/.test(line) || sign === "\t" || reason.includes("tab ")) return at("yaml-tab");
  if (reason.includes("escape")) return at("yaml-escape");
  if (/[\]}]$/.test(before)) return at("yaml-after-bracket");
  if (/quoted|flow|deficient/.test(reason)) {
    const open = lines.slice(0, mark.line + (reason.includes("deficient") ? 0 : 1)).findLastIndex((one) => /:\s+["'[{]/.test(one));
    return at(/:\s+["']/.test(lines[open]) ? "yaml-quote" : "yaml-bracket", {}, open);
  }
  if (/["']$/.test(before)) return at("yaml-after-quote");
  if (before.endsWith(":") && "*&!|>%@`".includes(sign)) return at("yaml-beginning", { sign });
  // Where this line is sound, the one before it has no “key: ”.
  const isSound = sign === ":" && mark.line && /^\s*(?:- )?[\w-]+$/.test(before);
  if (/multiline key|end of/.test(reason) && isSound) return at("yaml-no-colon", {}, mark.line - 1);
  if (reason.includes("expected ':'")) return at("yaml-no-colon");
  if (sign === ":") return at("yaml-colon", {}, mark.line - (isSound ? 1 : 0));
  return at(/indentation|end of/.test(reason) ? "yaml-indented" : "yaml");
}

// {text} of a file, and {told} where it was not UTF-8: then it is what Windows writes.
function decoded(bytes) {
  const text = (to, options = { fatal: true }) => new TextDecoder("utf-8", options).decode(bytes.subarray(0, to));
  try {
    return { text: text(bytes.length) };
  } catch (failed) {
    const isSound = (to) => { try { text(to); return true; } catch (refused) { return false; } };
    let [low, high] = [0, bytes.length];
    // A cut within a letter is unsound, too: of four places in a row one is none.
    while (high - low > 4) {
      const middle = Math.floor((low + high) / 2);
      if ([0, 1, 2, 3].some((back) => isSound(middle - back))) low = middle;
      else high = middle;
    }
    const at = [...Array(8).keys()].map((i) => high - i).find((to) => to >= 0 && isSound(to));
    const windows = new TextDecoder("windows-1252");
    const meant = windows.decode(bytes.subarray(at, at + 1));
    const gaps = { byte: bytes[at].toString(16).toUpperCase(), meant };
    return { text: windows.decode(bytes), told: problem("", /\p{Cc}/u.test(meant) ? "utf8-unknown" : "utf8", gaps) };
  }
}
