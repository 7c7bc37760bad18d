// The filter and the table, and the beginning.

const PAGE = 50;
const output = form.querySelector("output");
const whole = output.textContent;
const pager = list.querySelector(".pager");
let shown = [];
let first = 0;

function chosenWords() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) query.append(name, value.trim());
  return query;
}

// Every word must occur; of the chosen topics one is enough. What does not fit stays on the map, pale.
function filter() {
  const query = chosenWords();
  const words = fold(query.get("q") ?? "").split(/\s+/).filter(Boolean);
  const topics = query.getAll("topic");
  for (const point of points) {
    point.off = !words.every((word) => point.words.includes(word))
      || (topics.length > 0 && !topics.some((topic) => point.topics.includes(topic)));
  }
  shown = points.filter((point) => !point.off);
  if (points[current]?.off) choose(-1);
  const said = query.size ? `${shown.length} of ${whole}` : whole;
  if (output.textContent !== said) output.textContent = said;
  form.querySelector("[type=reset]").hidden = !query.size;
  list.querySelector(".no-match").hidden = shown.length > 0;
  list.querySelector(".wide").hidden = !shown.length;
  first = 0;
  fill();
  redraw();
}

function fill() {
  if (!pager) {
    for (const point of points) point.row().hidden = Boolean(point.off);
    return;
  }
  body.replaceChildren(...shown.slice(first, first + PAGE).map((point) => point.row()));
  pager.hidden = shown.length <= PAGE;
  pager.querySelector("output").textContent = `${first + 1}–${Math.min(first + PAGE, shown.length)} of ${shown.length}`;
  const [before, after] = pager.querySelectorAll("button");
  before.disabled = first === 0;
  after.disabled = first + PAGE >= shown.length;
}

pager?.addEventListener("click", (event) => {
  const by = Number(event.target.closest("[data-page]")?.dataset.page ?? 0);
  if (!by) return;
  first += by * PAGE;
  fill();
  list.querySelector("h2").scrollIntoView({ behavior: still.matches ? "auto" : "smooth" });
});

function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const control of form.elements) {
    if (control.type === "checkbox") control.checked = query.getAll(control.name).includes(control.value);
    else if (control.name) control.value = query.get(control.name) ?? "";
  }
  if (query.has("topic")) form.querySelector("details").open = true;
  filter();
}

function writeAddress() {
  const query = chosenWords();
  history.replaceState(null, "", location.pathname + (query.size ? `?${query}` : "") + location.hash);
  filter();
}

async function start() {
  let regions = [];
  if (chart.querySelector("canvas")) {
    [points, regions] = await pointsOfFiles();
    draw = paintingOf(points, regions);
  } else {
    points = pointsOfPage();
    draw = pictureOf(points);
  }
  new ResizeObserver(() => {
    const [w, h] = [chart.clientWidth, chart.clientHeight];
    if (!w || !h) return;
    const by = [w / (width || w), h / (height || h)];
    [width, height] = [w, h];
    look(view.scale, view.x * by[0], view.y * by[1]);
  }).observe(chart);
  chart.tabIndex = 0;
  chart.setAttribute("role", "application");
  chart.setAttribute("aria-label", `Map of ${whole}`);
  chart.setAttribute("aria-describedby", "chart-help");
  const help = section.querySelector(".chart-help");
  help.id = "chart-help";
  for (const hidden of [help, tools, form]) hidden.hidden = false;
  form.addEventListener("input", writeAddress);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields are emptied only after this event.
  form.addEventListener("reset", () => setTimeout(() => { writeAddress(); form.elements.q.focus(); }, 0));
  addEventListener("pageshow", readAddress);
  readAddress();
}

start().catch(() => {
  const said = document.createElement("p");
  said.className = "empty";
  said.textContent = "The map could not be loaded. Load the page again to try once more.";
  chart.replaceChildren(said);
  list.hidden = true;
});
