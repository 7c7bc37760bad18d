// Front matter read as YAML, and what the engine says of it where no form could show it.

// {data} of front matter, or {fault, line} where it is not YAML as the engine reads it.
async function readYaml(head) {
  const yaml = await library("jsyaml");
  try {
    const fault = eventFault(yaml, head);
    // Every value is text, as the engine reads it: no number, no date, no object of another kind.
    return fault ?? { data: asRecord(yaml.load(head, { schema: yaml.FAILSAFE_SCHEMA })) };
  } catch (failed) {
    const mark = failed.mark ?? { line: 0, column: 0, position: 0 };
    return { fault: syntaxFault(head, failed.reason ?? failed.message, mark), line: mark.line };
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

// The sentence of the engine for what js-yaml says of a line; see marked_yaml, which looks at the same signs.
function syntaxFault(head, reason, mark) {
  const lines = head.split("\n");
  const line = lines[mark.line] ?? "";
  const odd = pattern("yamlOddValue").exec(line);
  const column = odd?.index === 0 ? odd[0].length - 1 : mark.column;
  const [sign, before] = [line[column], line.slice(0, column).trimEnd()];
  const opened = /:\s+(?:["']|[[{])/.exec(lines.slice(0, mark.line + 1).findLast((one) => /:\s/.test(one)) ?? "")?.[0].at(-1);
  if (reason.includes("duplicated")) return problem("", "yaml-twice", { key: /^[^\s:]*/.exec(head.slice(mark.position))[0] });
  if (/^\s*\t/.test(line) || sign === "\t" || reason.includes("tab ")) return problem("", "yaml-tab");
  if (reason.includes("escape")) return problem("", "yaml-escape");
  if (/[\]}]$/.test(before)) return problem("", "yaml-after-bracket");
  if (/quoted|deficient/.test(reason) && `"'`.includes(opened)) return problem("", "yaml-quote");
  if (/flow|deficient/.test(reason)) return problem("", "yaml-bracket");
  if (/["']$/.test(before)) return problem("", "yaml-after-quote");
  if (before.endsWith(":") && "*&!|>%@`".includes(sign)) return problem("", "yaml-beginning", { sign });
  if (/expected ':'|multiline key/.test(reason) || (sign === ":" && reason.startsWith("end of"))) return problem("", "yaml-no-colon");
  if (sign === ":") return problem("", "yaml-colon");
  return problem("", /indentation|end of/.test(reason) ? "yaml-indented" : "yaml");
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
