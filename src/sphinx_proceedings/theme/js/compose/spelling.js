// How the volume spells its keywords and institutions: what to write for a rare spelling, and suggestions.

const sorted = (word) => [...word].sort().join("");
const singular = (word) => {
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  return /[^sui]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
};

// What all spellings of a word share: usage.keyword_key and usage.institution_key of the engine.
const KEYS_OF_SPELLINGS = {
  keywords: (word) => fold(word).replace(/[-_]/g, " ").trim().split(/\s+/).map(singular).join(""),
  affiliations(name) {
    const plain = fold(name).replace(pattern("shorter", { flags: "g" }), (short) => facts.longer[short.replace(/\.$/, "")]);
    return plain.replace(pattern("filling", { flags: "g" }), " ").trim().split(/\s+/).map(sorted).join(" ");
  },
};

let spellings;
function spellingsOf(kind) {
  if (spellings?.of !== volume) {
    const byKey = (name) => new Map(volume[name].map((group) => [KEYS_OF_SPELLINGS[name](group[0]), group]));
    spellings = { of: volume, keywords: byKey("keywords"), affiliations: byKey("affiliations") };
  }
  return spellings[kind];
}

// {usual, number} where the volume spells a word otherwise, as a rule; this file counts, too.
function unusual(kind, word) {
  const group = spellingsOf(kind).get(KEYS_OF_SPELLINGS[kind](word));
  if (!word || !group) return undefined;
  const [usual, number] = group;
  const at = group.findIndex((part, i) => i % 2 === 0 && part === word);
  const isCounted = at >= 0 && volume.ids.includes(hidden.origin);
  const count = (at < 0 ? 0 : group[at + 1]) + (isCounted ? 0 : 1);
  return usual !== word && number >= facts.limits.usual * count ? { usual, number } : undefined;
}

const SUGGESTED = 8;

// What the volume has that begins, or else holds, what is being typed.
function suggest(field) {
  const isWords = field.id === "keywords";
  const before = isWords ? /^.*[,;]\s*/s.exec(field.value)?.[0] ?? "" : "";
  const typed = fold(field.value.slice(before.length).trim());
  const known = typed.length < 2 ? [] : volume[isWords ? "keywords" : "affiliations"].map(([usual]) => usual);
  const given = splitKeywords(before);
  const fitting = known.filter((usual) => fold(usual).includes(typed) && !given.includes(usual) && usual !== field.value);
  const first = fitting.filter((usual) => fold(usual).startsWith(typed));
  const offered = [...new Set([...first, ...fitting])].slice(0, SUGGESTED);
  document.getElementById("suggested").replaceChildren(...offered.map((usual) => make("option", { value: before + usual })));
}
