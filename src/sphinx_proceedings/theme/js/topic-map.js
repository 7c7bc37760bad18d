// The map of the topics: the one under the pointer or the focus, and what it touches.

for (const map of document.querySelectorAll("[data-map]")) {
  const figure = map.closest("figure");
  const arcs = Array.from(map.querySelectorAll("[data-ends]"), (arc) => [arc, arc.dataset.ends.split(" ")]);
  const rows = map.querySelectorAll("[data-topic]");
  const choose = (event) => {
    const topic = event.target.closest?.("[data-topic]")?.dataset.topic;
    figure.toggleAttribute("data-chosen", Boolean(topic));
    const near = new Set([topic]);
    for (const [arc, ends] of arcs) {
      const touches = ends.includes(topic);
      arc.classList.toggle("on", touches);
      if (touches) ends.forEach((end) => near.add(end));
    }
    for (const row of rows) row.classList.toggle("on", near.has(row.dataset.topic));
  };
  for (const name of ["pointerover", "focusin"]) map.addEventListener(name, choose);
  for (const name of ["pointerleave", "focusout"]) map.addEventListener(name, () => figure.removeAttribute("data-chosen"));
}
