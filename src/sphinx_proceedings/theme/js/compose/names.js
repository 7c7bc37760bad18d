// Names of people and files, taken apart and put together as the engine does it.

const LONGEST_ID = 50;

function slug(text) {
  const words = fold(text).replaceAll("'", "").match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => (/^[\x00-\x7f]*$/.test(word) ? word : Array.from(word, (c) => c.codePointAt(0).toString(16)).join("-"))).join("-");
}

// An id from a title: its words without formulas, cut between two of them.
function idOf(title) {
  const made = slug(title.replace(/\$[^$]*\$|[*`]/g, " "));
  if (made.length <= LONGEST_ID) return made;
  const cut = made.slice(0, LONGEST_ID + 1);
  return cut.slice(0, Math.max(cut.lastIndexOf("-"), 20)).replace(/-+$/, "").slice(0, LONGEST_ID);
}

const isSuffix = (word) => facts.names.suffixes.includes(word.toLowerCase());

// names.split_name of the engine.
function splitName(text) {
  if (text.includes(",")) return splitAtCommas(text.split(",").map((part) => part.trim()));
  const words = text.split(/\s+/).filter(Boolean);
  const suffix = words.length > 2 && isSuffix(words.at(-1)) ? words.pop() : "";
  if (words.length < 2) return { given: "", particle: "", family: words.join(" "), suffix };
  let first = words.length - 1;
  while (first > 1 && facts.names.particles.includes(words[first - 1]) && words[first - 1] === words[first - 1].toLowerCase()) first -= 1;
  return { given: words.slice(0, first).join(" "), particle: words.slice(first, -1).join(" "), family: words.at(-1), suffix };
}

function splitAtCommas(parts) {
  const suffix = parts.slice(1).find(isSuffix) ?? "";
  const rest = parts.filter((part) => part && part !== suffix);
  if (rest.length < 2) return { ...splitName(rest.join(" ")), suffix };
  const words = rest[0].split(/\s+/);
  let first = 0;
  while (first < words.length - 1 && facts.names.particles.includes(words[first])) first += 1;
  return { given: rest.slice(1).join(" "), particle: words.slice(0, first).join(" "), family: words.slice(first).join(" "), suffix };
}

const display = (author) => (author.group ? author.family : [author.given, author.particle, author.family, author.suffix].filter(Boolean).join(" "));

// A short id for an institution, that no other one of the file has.
function idsOf(affiliations) {
  const taken = new Set();
  return affiliations.map(({ id, name }) => {
    const short = /\(([A-Z][A-Za-z]{1,9})\)/.exec(name)?.[1] ?? name;
    const wanted = id || slug(short).slice(0, 40).replace(/-+$/, "") || "institution";
    let made = wanted;
    for (let number = 2; taken.has(made); number += 1) made = `${wanted}-${number}`;
    taken.add(made);
    return made;
  });
}
