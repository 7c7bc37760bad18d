// Drawing: few points are links of the page's picture, many are painted on a canvas.

// Names in the order of their weight: one is shown where none before it stands.
const pen = document.createElement("canvas").getContext("2d");

const ASIDE = [0, -15, 15];

// Where few marks are, a name makes room for them.
function setNames(names, place, width, height, marks) {
  const taken = [];
  for (const name of names) {
    let [x, y] = place(name);
    name.shown = x > 0 && y > 0 && x < width && y < height;
    if (!name.shown) continue;
    name.half ??= measured(name.text) / 2 + 3;
    x = Math.max(name.half, Math.min(x, width - name.half));
    const box = (by) => [x - name.half, x + name.half, y + by - 9, y + by + 9];
    const covered = ([left, right, top, bottom]) =>
      marks.filter(([u, v]) => u > left - 5 && u < right + 5 && v > top - 4 && v < bottom + 4).length;
    const best = ASIDE.map((by) => [covered(box(by)), by]).reduce((one, other) => (other[0] < one[0] ? other : one))[1];
    const own = box(best);
    name.shown = !taken.some((other) => own[0] < other[1] && other[0] < own[1] && own[2] < other[3] && other[2] < own[3]);
    if (name.shown) taken.push(own);
    [name.left, name.top] = [x, y + best];
  }
}

function measured(text) {
  pen.font = `600 12px ${getComputedStyle(document.body).getPropertyValue("--sans") || "sans-serif"}`;
  return pen.measureText(text).width;
}

function pictureOf(points) {
  const picture = chart.querySelector("svg");
  const names = Array.from(picture.querySelectorAll("text"), (element) => {
    const [x, y] = element.dataset.place.split(" ").map(Number);
    return { x, y, element, text: element.textContent };
  });
  return function draw(width, height, place, current) {
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const marks = points.map(place);
    points.forEach((point, i) => {
      const [x, y] = marks[i];
      point.link.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      point.link.setAttribute("class", point.link.getAttribute("class").split(" ").slice(0, 2).join(" ")
        + (point.off ? " off" : "") + (i === current ? " on" : ""));
    });
    setNames(names, place, width, height, marks);
    for (const name of names) {
      name.element.toggleAttribute("hidden", !name.shown);
      if (!name.shown) continue;
      name.element.setAttribute("x", name.left.toFixed(1));
      name.element.setAttribute("y", name.top.toFixed(1));
    }
  };
}

function paintingOf(points, regions) {
  const canvas = chart.querySelector("canvas");
  const brush = canvas.getContext("2d");
  const names = regions.map(([text, x, y]) => ({ text, x, y }));
  const half = 8;
  let stamps = [];
  let colours = {};
  let sharp = 0;

  // A mark is painted once and then stamped: thousands a frame are no work.
  function prepare() {
    sharp = devicePixelRatio;
    colours = { ink: getComputedStyle(section).color, paper: getComputedStyle(chart).backgroundColor };
    stamps = Array.from(legend.children, (item) => {
      const path = item.querySelector("path");
      const stamp = new OffscreenCanvas(2 * half * sharp, 2 * half * sharp);
      const ink = stamp.getContext("2d");
      ink.scale(sharp, sharp);
      ink.translate(half, half);
      ink.scale(0.8, 0.8);
      item.hidden = false;
      ink.fillStyle = getComputedStyle(path).fill;
      item.hidden = !item.dataset.known;
      ink.strokeStyle = colours.paper;
      const shape = new Path2D(path.getAttribute("d"));
      ink.fill(shape);
      ink.stroke(shape);
      return stamp;
    });
  }
  for (const item of legend.children) item.toggleAttribute("data-known", !item.hidden);
  new MutationObserver(() => { stamps = []; redraw(); }).observe(document.documentElement, { attributeFilter: ["data-theme"] });

  return function draw(width, height, place, current) {
    if (!stamps.length || sharp !== devicePixelRatio) prepare();
    if (canvas.width !== Math.round(width * sharp) || canvas.height !== Math.round(height * sharp)) {
      canvas.width = Math.round(width * sharp);
      canvas.height = Math.round(height * sharp);
    }
    brush.setTransform(sharp, 0, 0, sharp, 0, 0);
    brush.clearRect(0, 0, width, height);
    for (const off of [true, false]) {
      brush.globalAlpha = off ? 0.14 : 1;
      for (const point of points) {
        if (Boolean(point.off) !== off) continue;
        const [x, y] = place(point);
        if (x < -half || y < -half || x > width + half || y > height + half) continue;
        brush.drawImage(stamps[point.mark], x - half, y - half, 2 * half, 2 * half);
      }
    }
    brush.globalAlpha = 1;
    if (points[current]) {
      const [x, y] = place(points[current]);
      brush.beginPath();
      brush.arc(x, y, 11, 0, 7);
      brush.lineWidth = 3;
      brush.strokeStyle = colours.ink;
      brush.stroke();
    }
    setNames(names, place, width, height, []);
    measured("");
    Object.assign(brush, { font: pen.font, textAlign: "center", textBaseline: "middle", lineWidth: 4, lineJoin: "round", strokeStyle: colours.paper, fillStyle: colours.ink });
    for (const name of names) {
      if (!name.shown) continue;
      brush.strokeText(name.text, name.left, name.top);
      brush.fillText(name.text, name.left, name.top);
    }
  };
}
