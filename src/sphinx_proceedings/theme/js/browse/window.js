// A list of which only what is near the screen is in the document. The rest is room of the right height.

const MARGIN = 500;
const GUESSES = { list: 32, cards: 180 };
const SURE = 20;

// `dress` gives the element of a contribution; `isWhole` keeps all of them in the document.
function windowOf(list, size, dress, isWhole) {
  const shown = new Map();
  const known = { list: new Float64Array(size), cards: new Float64Array(size) };
  const guesses = { ...GUESSES };
  let order = [];
  let offsets = new Float64Array(1);
  let mode = "list";
  let all = isWhole;
  let width = 0;

  const top = () => list.getBoundingClientRect().top;

  // The place in the order of what is at a height of the list.
  function placeAt(height) {
    let [from, to] = [0, order.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (offsets[middle + 1] > height) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  function arrange() {
    const heights = known[mode];
    if (offsets.length !== order.length + 1) offsets = new Float64Array(order.length + 1);
    for (let p = 0; p < order.length; p += 1) offsets[p + 1] = offsets[p] + (heights[order[p]] || guesses[mode]);
  }

  // The places to be shown; one that has the focus stays, wherever it is.
  function wantedPlaces(margin) {
    if (all) return order.map((_, p) => p);
    const above = -top();
    const from = placeAt(above - margin);
    const to = Math.min(placeAt(above + innerHeight + margin) + 1, order.length);
    const places = Array.from({ length: to - from }, (_, n) => from + n);
    const focused = document.activeElement?.closest?.("[data-contribution]");
    if (focused && list.contains(focused)) {
      const p = order.indexOf(Number(focused.dataset.number));
      if (p >= 0 && p < from) places.unshift(p);
      if (p >= to) places.push(p);
    }
    return places;
  }

  function room(places) {
    let end = 0;
    for (const p of places) {
      const element = shown.get(order[p]);
      const gap = offsets[p] - end;
      element.style.marginTop = gap > 0.5 ? `${gap}px` : "";
      end = offsets[p + 1];
    }
    list.style.paddingBottom = `${offsets[order.length] - end}px`;
  }

  // Heights as they are; what the reader looks at does not move when those above turn out different.
  function measure(places) {
    const above = -top();
    const anchor = Math.min(placeAt(Math.max(above, 0)), order.length - 1);
    const before = offsets[anchor];
    const heights = known[mode];
    let differs = false;
    for (const p of places) {
      const height = shown.get(order[p]).getBoundingClientRect().height;
      if (Math.abs(height - heights[order[p]]) < 0.5) continue;
      heights[order[p]] = height;
      differs = true;
    }
    if (!differs) return;
    if (places.length >= SURE && guesses[mode] === GUESSES[mode]) {
      guesses[mode] = places.reduce((sum, p) => sum + heights[order[p]], 0) / places.length;
    }
    arrange();
    room(places);
    const moved = offsets[anchor] - before;
    if (above > 0 && Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
  }

  function render(margin = MARGIN) {
    const places = wantedPlaces(margin);
    const wanted = new Set(places.map((p) => order[p]));
    for (const [i, element] of shown) {
      if (wanted.has(i)) continue;
      element.remove();
      shown.delete(i);
    }
    let next = list.firstElementChild;
    for (const p of places) {
      const i = order[p];
      const element = dress(i, shown.get(i), p ? order[p - 1] : undefined);
      shown.set(i, element);
      element.dataset.number = i;
      if (element === next) next = next.nextElementSibling;
      else list.insertBefore(element, next);
      if (isWhole) continue;
      element.setAttribute("aria-setsize", order.length);
      element.setAttribute("aria-posinset", p + 1);
    }
    while (next) {
      const after = next.nextElementSibling;
      next.remove();
      next = after;
    }
    if (isWhole || !order.length) {
      list.style.paddingBottom = "";
      return;
    }
    room(places);
    measure(places);
  }

  // Brings a place to a height of the screen.
  function bring(p, at = 0) {
    arrange();
    scrollBy({ top: top() + offsets[p] - at, behavior: "instant" });
    render();
  }

  // What the reader looks at: the first contribution on the screen, and its height there.
  function here() {
    const above = -top();
    const p = placeAt(Math.max(above, 0));
    return { i: order[p], at: offsets[p] - above };
  }

  let waits = false;
  function soon() {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; render(); });
  }

  if (!isWhole) {
    addEventListener("scroll", soon, { passive: true });
    new ResizeObserver(() => {
      if (list.clientWidth === width || !order.length) return;
      const place = width && here();
      width = list.clientWidth;
      for (const heights of Object.values(known)) heights.fill(0);
      Object.assign(guesses, GUESSES);
      arrange();
      if (place && top() < 0) bring(order.indexOf(place.i), place.at);
      else render();
    }).observe(list);
    // Paper has no window.
    addEventListener("beforeprint", () => { all = true; render(); });
    addEventListener("afterprint", () => { all = false; render(); });
  }

  return {
    render: soon,
    here,
    get places() { return order; },
    elementOf: (i) => shown.get(i),
    bring: (i, at) => bring(Math.max(order.indexOf(i), 0), at),
    show(newOrder, newMode) {
      order = newOrder;
      mode = newMode;
      arrange();
      // What is on the screen comes at once, what is near it with the next frame.
      render(0);
      if (!isWhole) soon();
    },
  };
}
