// Filter of the bibliography.

// Every word must occur (AND); of the chosen topics one is enough (OR). The address holds the state.

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

  // What is chosen, as it stands in the address: q, topic (any number of times), from, to.
  function chosen() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value.trim()) query.append(name, value.trim());
    return query;
  }

  function show() {
    const query = chosen();
    const words = fold(query.get("q") || "").split(/\s+/).filter(Boolean);
    const wanted = query.getAll("topic");
    // Years have four digits, so they compare as words do; what has none is in no range.
    const [from, to] = [query.get("from"), query.get("to")];
    let count = 0;
    for (const row of rows) {
      const fits = words.every((word) => row.words.includes(word))
        && (!wanted.length || wanted.some((topic) => row.topics.includes(topic)))
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

  function read() {
    const query = new URLSearchParams(location.search);
    for (const control of form.elements) {
      if (control.type === "checkbox") control.checked = query.getAll(control.name).includes(control.value);
      else if (control.name) control.value = query.get(control.name) || "";
    }
    if (topics && query.has("topic")) topics.open = true;
    show();
  }

  function write() {
    const query = chosen();
    history.replaceState(null, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
    show();
  }

  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    // The fields are emptied only after this event. The focus goes where the next word is written.
    setTimeout(() => { write(); form.elements.q.focus(); }, 0);
  });
  // Going back may bring a page from memory, with the fields as the browser kept them.
  addEventListener("pageshow", read);
  form.hidden = false;
  if (topics && matchMedia("(min-width: 60rem)").matches) topics.open = true;
  read();
}

document.querySelectorAll(".listing[data-filtered]").forEach(startFilter);
