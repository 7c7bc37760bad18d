// What overlaps. Posters wait for their readers, and who gives the talks of one session takes turns.

function overlap(a, b) {
  return a.id !== b.id && a.begins < b.ends && b.begins < a.ends && a.session !== b.session
    && !(a.board && b.board) && a.status !== "withdrawn" && b.status !== "withdrawn";
}

const hoursOf = (stop) => stop.when.slice(stop.when.lastIndexOf(" ") + 1);

function sayOverlaps(stops, isKept) {
  let number = 0;
  const kept = stops.filter(({ id }) => isKept(id));
  for (const stop of stops) {
    const others = isKept(stop.id) ? kept.filter((other) => overlap(stop, other)) : [];
    number += others.length;
    stop.clash.hidden = !others.length;
    const named = others.flatMap((other, i) => [i ? "; “" : "“", ...copyOf(other.title), `”, ${hoursOf(other)}`]);
    stop.clash.replaceChildren("Overlaps with ", ...named);
  }
  return number / 2;
}
