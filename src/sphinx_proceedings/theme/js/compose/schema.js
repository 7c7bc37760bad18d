// The fields of front matter against the JSON Schema that is published for editors, too.

function definition(way) {
  let current = facts.schema;
  for (const name of way) {
    current = resolved(current);
    current = name === "*" ? current.items : current.properties[name];
  }
  return resolved(current);
}

function resolved(schema) {
  const one = schema.anyOf?.find((other) => other.properties) ?? schema.anyOf?.find((other) => other.type !== "null") ?? schema;
  return one.$ref ? resolved(facts.schema.$defs[one.$ref.split("/").at(-1)]) : one;
}

// The Problem of a text at its place in the form, by the schema's limits; none where it fits.
function textProblem(at, value) {
  const way = at.split(".").map((part) => (/^\d+$/.test(part) ? "*" : part));
  const { maxLength, pattern: source } = definition(way);
  const text = oneLine(value);
  const shown = text.slice(0, 80);
  if (maxLength && length(text) > maxLength) return problem(at, "too-long", { shown: `${shown}`, most: maxLength });
  const kind = `pattern-${way.at(-1)}`;
  if (source && facts.sentences[kind] && !new RegExp(source, "u").test(text)) return problem(at, kind, { shown });
  return undefined;
}

function linkProblem(at, given) {
  const value = given.trim();
  if (pattern("page", { whole: true }).test(value)) return undefined;
  if (value.startsWith("https://") && !/[\s"'<>`\\]/.test(value)) return problem(at, "link-host", { value });
  if (value.startsWith("http://")) return problem(at, "link-http", { value, bare: value.slice(7) });
  const bare = value.includes(".") && !value.includes("://") && !/\s/.test(value);
  return problem(at, bare ? "link-bare" : "link", { value });
}

function licenseProblem(at, value) {
  if (/^[\p{L}\p{N}.+-]+$/u.test(value)) return undefined;
  if (!value.toUpperCase().startsWith("CC")) return problem(at, "license", { value });
  return problem(at, "license-cc", { value, instead: value.toUpperCase().split(/\s+/).join("-") });
}
