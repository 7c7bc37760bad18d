// Which contributions are wanted. Every word must occur, or be the board; of the chosen values of a facet one is enough.

// Gives the numbers of those that fit, in `order`; `loosened` says how many would fit without one condition.
function chosenOf(facts, facets, words, order) {
  const active = facets.filter((facet) => facet.chosen.size);
  const loosened = new Map([["words", 0], ...active.map((facet) => [facet.name, 0])]);
  const fitting = [];
  for (const facet of facets) facet.counts.fill(0);
  for (let p = 0; p < facts.id.length; p += 1) {
    const i = order.length ? order[p] : p;
    const said = facts.words[i];
    const board = facts.boards[i];
    let failed = words.every((word) => said.includes(word) || word === board) ? undefined : "words";
    let many = false;
    for (const facet of active) {
      if (facet.of(i).some((at) => facet.chosen.has(at))) continue;
      many = failed !== undefined;
      if (many) break;
      failed = facet;
    }
    if (many) continue;
    if (!failed) fitting.push(i);
    else loosened.set(failed.name ?? failed, loosened.get(failed.name ?? failed) + 1);
    // Of one facet's values any will do, so its counts are those without it.
    if (failed === "words") continue;
    for (const facet of failed ? [failed] : facets) for (const at of facet.of(i)) facet.counts[at] += 1;
  }
  return { fitting, loosened };
}

// The values of a facet to be shown: all of them, or of very many those that most contributions have.
function picked(facet, part) {
  const { counts, whole, values, chosen } = facet;
  const found = [];
  if (!facet.field) {
    values.forEach((_, at) => { if (whole[at] || chosen.has(at) || facet.always) found.push(at); });
  } else {
    const wanted = fold(part);
    const before = (a, b) => counts[b] - counts[a] || a - b;
    for (let at = 0; at < values.length; at += 1) {
      if (chosen.has(at) || !counts[at]) continue;
      if (found.length === ENOUGH && before(at, found[ENOUGH - 1]) > 0) continue;
      if (wanted && !fold(facet.text(at)).includes(wanted)) continue;
      found.push(at);
      found.sort(before);
      if (found.length > ENOUGH) found.pop();
    }
    found.unshift(...chosen);
  }
  return found.map((at) => [values[at], counts[at]]);
}
