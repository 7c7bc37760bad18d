// The filter and the table, and the beginning.

const PAGE = 50;
const output = form.querySelector("output");
const whole = output.textContent;
const pager = list.querySelector(".pager");
let shown = [];
let first = 0;

// What does not fit stays on the map, pale.
function filter() {
  const query = asked(form);
  const isAsked = fitting(query);
  for (const point of points) point.off = !isAsked(point);
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
  for (const hidden of [help, tools]) hidden.hidden = false;
  startFiltering(form, filter);
}

start().catch(() => {
  const said = document.createElement("p");
  said.className = "empty";
  said.textContent = "The map could not be loaded. Load the page again to try once more.";
  chart.replaceChildren(said);
  list.hidden = true;
});
