// Filter of the bibliography.

function startFilter(listing) {
  const form = listing.querySelector("form.filter");
  const rows = Array.from(listing.querySelectorAll(".row"), (element) => ({
    element,
    words: fold(element.querySelector(".entry").textContent),
    topics: element.dataset.topics.split(" "),
    year: element.dataset.year,
  }));
  const groups = listing.querySelectorAll(".row-group");
  const output = form.querySelector("output");
  const whole = output.textContent;
  const clear = form.querySelector("[type=reset]");
  const topics = form.querySelector("details");
  const nothing = listing.querySelector(".no-match");

  function show() {
    const query = asked(form);
    const isAsked = fitting(query);
    // Years have four digits, so they compare as words do; what has none is in no range.
    const [from, to] = [query.get("from"), query.get("to")];
    let count = 0;
    for (const row of rows) {
      const fits = isAsked(row)
        && (!from || row.year >= from)
        && (!to || (row.year && row.year <= to));
      row.element.hidden = !fits;
      count += fits;
    }
    for (const group of groups) group.hidden = !group.querySelector(".row:not([hidden])");
    const active = query.size > 0;
    nothing.hidden = count > 0;
    clear.hidden = !active;
    const said = active ? `${count} of ${whole}` : whole;
    if (output.textContent !== said) output.textContent = said;
  }

  if (topics && matchMedia("(min-width: 60rem)").matches) topics.open = true;
  startFiltering(form, show);
}

document.querySelectorAll(".listing[data-filtered]").forEach(startFilter);
