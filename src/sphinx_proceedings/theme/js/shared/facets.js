// A facet: boxes with counts, folded away below its title.

const ENOUGH = 12;

// `label` gives a value's text or nodes, `hue` the number of its hue, `group` the heading below which it stands.
// `field` is what a field for a part of a value says, where there are more values than a reader looks through.
function facetOf({ name, title, label, hue = () => 0, group = () => "", field = "" }) {
  const element = make("details", { className: "filter-topics" });
  element.dataset.facet = name;
  const heading = make("span", {}, title);
  const chips = make("div");
  const set = make("fieldset", {}, make("legend", { className: "visually-hidden" }, title));
  const part = field ? make("input", { type: "search", className: "facet-part", autocomplete: "off", placeholder: field }) : undefined;
  if (part) {
    part.setAttribute("aria-label", `Find a ${title.toLowerCase()} in this list`);
    part.addEventListener("input", (event) => { event.stopPropagation(); draw(); });
    set.append(part);
  }
  set.append(chips);
  element.append(make("summary", {}, heading, icon("chevron")), set);
  const made = new Map();
  let order = [];
  let pick = () => [];
  let chosen = new Set();

  element.addEventListener("toggle", () => { if (element.open) draw(); });

  function chip(value) {
    const box = make("input", { type: "checkbox", name, value });
    const number = make("span", { className: "count" });
    const shown = hue(value) ? `chip hue-${hue(value)}` : "chip";
    return { box, number, element: make("label", { className: shown }, box, make("span", {}, label(value)), number) };
  }

  function arrange(values) {
    const focused = chips.contains(document.activeElement) ? document.activeElement : undefined;
    let above = "";
    chips.replaceChildren(...values.flatMap((value) => {
      if (!made.has(value)) made.set(value, chip(value));
      const now = group(value);
      const caption = now && now !== above ? [make("p", { className: "chip-group" }, now)] : [];
      above = now;
      return [...caption, made.get(value).element];
    }));
    order = values;
    if (focused) (focused.isConnected ? focused : element.firstElementChild).focus();
  }

  function draw() {
    const found = pick(part?.value ?? "");
    if (part && !part.value) part.hidden = found.length < ENOUGH;
    const values = found.map(([value]) => value);
    if (values.length !== order.length || values.some((value, i) => value !== order[i])) arrange(values);
    for (const [value, count] of found) {
      const { box, number } = made.get(value);
      box.checked = chosen.has(value);
      const said = count.toLocaleString("en");
      if (number.textContent !== said) number.textContent = said;
      number.parentElement.classList.toggle("none", !count && !box.checked);
    }
    const some = chosen.size ? ` (${chosen.size} chosen)` : "";
    if (heading.textContent !== title + some) heading.textContent = title + some;
  }

  return {
    element,
    // `picked` gives [value, count] of the values to show, in order, for a part of a value.
    show(picked, nowChosen) {
      pick = picked;
      chosen = nowChosen;
      if (element.open) draw();
      else heading.textContent = chosen.size ? `${title} (${chosen.size} chosen)` : title;
    },
  };
}
