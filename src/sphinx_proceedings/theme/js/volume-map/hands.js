// Pointer, wheel, touch and keys. One finger scrolls the page until the map is tapped.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const fingers = new Map();
let dragged = false;

function where(event) {
  const box = chart.getBoundingClientRect();
  return [event.clientX - box.left - chart.clientLeft, event.clientY - box.top - chart.clientTop];
}

const ours = (event) => !event.target.closest(".chart-tools, .chart-tip");

chart.addEventListener("pointerdown", (event) => {
  if (!ours(event) || event.button) return;
  dragged = false;
  if (event.pointerType !== "touch" || "active" in chart.dataset) fingers.set(event.pointerId, where(event));
});

chart.addEventListener("pointermove", (event) => {
  const before = fingers.get(event.pointerId);
  const [x, y] = where(event);
  if (!before) {
    if (event.pointerType !== "touch" && ours(event)) {
      const found = at(x, y);
      chart.classList.toggle("over", found >= 0);
      if (found >= 0) choose(found);
    }
    return;
  }
  if (!dragged && Math.hypot(x - before[0], y - before[1]) < 4) return;
  if (!dragged) {
    dragged = true;
    chart.setPointerCapture(event.pointerId);
    chart.classList.add("dragged");
  }
  const other = Array.from(fingers).find(([id]) => id !== event.pointerId)?.[1];
  fingers.set(event.pointerId, [x, y]);
  if (other) {
    const span = (finger) => Math.hypot(finger[0] - other[0], finger[1] - other[1]) || 1;
    zoom(span([x, y]) / span(before), (x + other[0]) / 2, (y + other[1]) / 2, look);
  } else pan(x - before[0], y - before[1]);
});

for (const name of ["pointerup", "pointercancel"]) {
  chart.addEventListener(name, (event) => {
    fingers.delete(event.pointerId);
    if (!fingers.size) chart.classList.remove("dragged");
  });
}

chart.addEventListener("dragstart", (event) => event.preventDefault());

chart.addEventListener("click", (event) => {
  if (!ours(event)) return;
  // The end of a drag is no click; Enter on a link is one, and has no place.
  if (dragged) { event.preventDefault(); dragged = false; return; }
  if (!event.detail) return;
  const found = at(...where(event));
  if (event.pointerType === "touch") {
    event.preventDefault();
    chart.dataset.active = "";
    choose(found);
  } else if (found < 0) choose(-1);
  else if (!points[found].link) {
    if (event.ctrlKey || event.metaKey) open(points[found].href, "_blank", "noopener");
    else location.assign(points[found].href);
  }
}, true);

document.addEventListener("pointerdown", (event) => {
  if (!chart.contains(event.target)) release();
});

function release() {
  delete chart.dataset.active;
  fingers.clear();
}

chart.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  cancelAnimationFrame(moving);
  zoom(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 120), ...where(event), look);
}, { passive: false });

chart.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(".chart-tools, .chart-tip")) return;
  const arrow = ARROWS[event.key];
  const chosen = current >= 0 && (event.target !== chart || !points[current].link);
  if (arrow && chosen && !event.shiftKey) enter(towards(...arrow));
  else if (arrow) pan(-arrow[0] * 60, -arrow[1] * 60);
  else if (event.key === "+" || event.key === "=") zoom(1.5);
  else if (event.key === "-" || event.key === "−") zoom(1 / 1.5);
  else if (event.key === "0") glide(1, 0, 0);
  else if (event.key === "Escape") { if (current >= 0) leave(); else release(); }
  else if (event.key === "Enter" && event.target === chart) {
    if (chosen) location.assign(points[current].href);
    else enter(middle());
  } else return;
  event.preventDefault();
});

// The contribution nearest to the middle of what is seen.
function middle() {
  let [found, least] = [-1, Infinity];
  points.forEach((point, i) => {
    const [x, y] = place(point);
    const far = Math.hypot(x - width / 2, y - height / 2);
    if (!point.off && far < least) [found, least] = [i, far];
  });
  return found;
}

chart.addEventListener("focusin", (event) => {
  const found = points.findIndex((point) => point.link && point.link === event.target);
  if (found >= 0) choose(found);
});

tools.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act === "in") zoom(1.5);
  if (act === "out") zoom(1 / 1.5);
  if (act === "whole") glide(1, 0, 0);
  if (act === "done") { release(); choose(-1); }
});
