// A filter whose state stands in the address: the fields of a form, by their names.

function asked(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) query.append(name, value.trim());
  return query;
}

// Every word must occur (AND); of the chosen topics one is enough (OR).
function fitting(query) {
  const words = fold(query.get("q") ?? "").split(/\s+/).filter(Boolean);
  const topics = query.getAll("topic");
  return (item) => words.every((word) => item.words.includes(word))
    && (!topics.length || topics.some((topic) => item.topics.includes(topic)));
}

// Calls show, now and whenever something else is asked for.
function startFiltering(form, show) {
  const topics = form.querySelector("details");

  function read() {
    const query = new URLSearchParams(location.search);
    for (const control of form.elements) {
      if (control.type === "checkbox") control.checked = query.getAll(control.name).includes(control.value);
      else if (control.name) control.value = query.get(control.name) ?? "";
    }
    if (topics && query.has("topic")) topics.open = true;
    show();
  }

  function write() {
    const query = asked(form);
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
  read();
}
