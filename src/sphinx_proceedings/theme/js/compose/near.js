// The nearest of known words, as Python's difflib finds it, which the engine asks.

function matching(a, b) {
  let best = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    for (let j = 0; j < b.length; j += 1) {
      let size = 0;
      while (i + size < a.length && j + size < b.length && a[i + size] === b[j + size]) size += 1;
      if (size > best[2]) best = [i, j, size];
    }
  }
  const [i, j, size] = best;
  return size ? size + matching(a.slice(0, i), b.slice(0, j)) + matching(a.slice(i + size), b.slice(j + size)) : 0;
}

const nearest = (word, known) => closest(fold(word), known, 0.6, fold);

// Of two that are equally near, the later in the order of the alphabet.
function closest(wanted, known, least, plainly = (word) => word) {
  let [best, found, at] = [least, "", ""];
  for (const other of known) {
    const plain = plainly(other);
    if (2 * Math.min(plain.length, wanted.length) < best * (plain.length + wanted.length)) continue;
    const alike = (2 * matching(plain, wanted)) / (plain.length + wanted.length);
    if (alike > best || (alike === best && plain > at)) [best, found, at] = [alike, other, plain];
  }
  return found;
}
