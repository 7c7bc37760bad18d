// The view: what part of the map is seen, and the contribution that is chosen.

const EDGE = 28;
const CLOSEST = 40;
const REACH = 14;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const tip = chart.querySelector(".chart-tip");
const tools = chart.querySelector(".chart-tools");

let points = [];
let draw = () => {};
let [width, height] = [0, 0];
let view = { scale: 1, x: 0, y: 0 };
let current = -1;
let drawn = 0;
let moving = 0;

function place(point) {
  return [
    (EDGE + (point.x / SIDE) * (width - 2 * EDGE)) * view.scale + view.x,
    (EDGE + (point.y / SIDE) * (height - 2 * EDGE)) * view.scale + view.y,
  ];
}

function redraw() {
  drawn ||= requestAnimationFrame(() => {
    drawn = 0;
    if (width) draw(width, height, place, current);
  });
}

function look(scale, x, y) {
  view.scale = Math.min(Math.max(scale, 1), CLOSEST);
  view.x = Math.min(Math.max(x, width * (1 - view.scale)), 0);
  view.y = Math.min(Math.max(y, height * (1 - view.scale)), 0);
  chart.dataset.scale = view.scale.toFixed(2);
  chart.dataset.corner = `${view.x.toFixed(0)} ${view.y.toFixed(0)}`;
  redraw();
}

// To another view in a fifth of a second, or at once where movement is not wanted.
function glide(scale, x, y) {
  cancelAnimationFrame(moving);
  if (still.matches) { look(scale, x, y); return; }
  const from = { ...view };
  const began = performance.now();
  const step = (now) => {
    const part = Math.min(Math.max((now - began) / 200, 0), 1);
    const eased = part * (2 - part);
    const between = (one, other) => one + (other - one) * eased;
    look(between(from.scale, scale), between(from.x, x), between(from.y, y));
    if (part < 1) moving = requestAnimationFrame(step);
  };
  moving = requestAnimationFrame(step);
}

function pan(dx, dy) {
  cancelAnimationFrame(moving);
  look(view.scale, view.x + dx, view.y + dy);
}

function zoom(factor, x = width / 2, y = height / 2, move = glide) {
  const scale = Math.min(Math.max(view.scale * factor, 1), CLOSEST);
  const by = scale / view.scale;
  move(scale, x - (x - view.x) * by, y - (y - view.y) * by);
}

function at(x, y) {
  let found = -1;
  let least = REACH * REACH;
  points.forEach((point, i) => {
    if (point.off) return;
    const [u, v] = place(point);
    const far = (u - x) ** 2 + (v - y) ** 2;
    if (far < least) [found, least] = [i, far];
  });
  return found;
}

// The nearest in a direction: what lies aside counts as twice as far.
function towards(dx, dy) {
  const [x, y] = place(points[current]);
  let [found, least] = [current, Infinity];
  points.forEach((point, i) => {
    if (point.off || i === current) return;
    const [u, v] = place(point);
    const along = (u - x) * dx + (v - y) * dy;
    const aside = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
    if (along > 0 && along >= aside / 2 && along + 2 * aside < least) [found, least] = [i, along + 2 * aside];
  });
  return found;
}

function choose(number) {
  if (number === current) return;
  current = number;
  tip.hidden = number < 0;
  if (number >= 0) {
    const [title, authors, topics] = points[number].row().cells;
    const parts = [title, authors, topics].map((cell, i) => {
      const line = document.createElement("p");
      if (!i) line.className = "tip-title";
      line.append(...Array.from(cell.childNodes, (node) => node.cloneNode(true)));
      return line;
    });
    tip.replaceChildren(...parts);
    tip.classList.toggle("right", place(points[number])[0] < width / 2);
  }
  redraw();
}

// By keyboard, what is chosen comes into view and, if it is a link of the page, has the focus.
function enter(number) {
  if (number < 0) return;
  choose(number);
  const [x, y] = place(points[number]);
  const inside = x > EDGE && y > EDGE && x < width - EDGE && y < height - EDGE;
  if (!inside) glide(view.scale, view.x + width / 2 - x, view.y + height / 2 - y);
  (points[number].link ?? chart).focus({ preventScroll: true });
}

function leave() {
  choose(-1);
  chart.focus({ preventScroll: true });
}
