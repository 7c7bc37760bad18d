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
    const covered = !marks.length ? () => 0 : ([left, right, top, bottom]) =>
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
      name.element.classList.toggle("unnamed", !name.shown);
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
  let stamps = [];
  let colours = {};
  let sharp = 0;
  let size = 0;
  let image;
  let pixels;

  // A mark, full and pale, as the pixels that it sets: written into the picture one by one, ten thousand
  // marks take a few milliseconds, and drawn by the canvas a hundred.
  function prepare() {
    sharp = devicePixelRatio;
    size = sizeNow();
    const { color: ink, backgroundColor: paper } = getComputedStyle(chart);
    colours = { ink, paper };
    stamps = Array.from(legend.querySelectorAll("path"), (path) => {
      const shape = new Path2D(path.getAttribute("d"));
      return [1, 0.16].map((alpha) => stampOf(shape, getComputedStyle(path).fill, paper, alpha));
    });
  }

  // Many marks are small until the map is enlarged.
  function sizeNow() {
    return points.length < 2000 ? 0.8 : Math.min(0.8, Math.round(4 * Math.sqrt(view.scale)) / 10);
  }

  function stampOf(shape, fill, paper, alpha) {
    const half = Math.ceil(7 * sharp);
    const sheet = document.createElement("canvas");
    sheet.width = sheet.height = 2 * half;
    const ink = sheet.getContext("2d", { willReadFrequently: true });
    ink.translate(half, half);
    ink.scale(size * sharp, size * sharp);
    Object.assign(ink, { fillStyle: fill, strokeStyle: paper, lineWidth: 1 });
    ink.stroke(shape);
    ink.fillStyle = paper;
    ink.fill(shape);
    ink.globalAlpha = alpha;
    ink.fillStyle = fill;
    ink.fill(shape);
    const { data } = ink.getImageData(0, 0, 2 * half, 2 * half);
    const values = new Uint32Array(data.buffer);
    const found = [];
    values.forEach((value, i) => {
      if (data[4 * i + 3] > 127) found.push((i % (2 * half)) - half, Math.floor(i / (2 * half)) - half, value);
    });
    return found;
  }

  new MutationObserver(() => { stamps = []; redraw(); }).observe(document.documentElement, { attributeFilter: ["data-theme"] });

  return function draw(width, height, place, current) {
    const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (!stamps.length || sharp !== devicePixelRatio || size !== sizeNow()) prepare();
    if (!image || canvas.width !== wide || canvas.height !== high) {
      [canvas.width, canvas.height] = [wide, high];
      image = brush.createImageData(wide, high);
      pixels = new Uint32Array(image.data.buffer);
    }
    pixels.fill(0);
    const edge = Math.ceil(7 * sharp);
    for (const pale of [true, false]) {
      for (const point of points) {
        if (Boolean(point.off) !== pale) continue;
        const seen = place(point);
        const x = Math.round(seen[0] * sharp);
        const y = Math.round(seen[1] * sharp);
        if (x < edge || y < edge || x >= wide - edge || y >= high - edge) continue;
        const stamp = stamps[point.mark][pale ? 1 : 0];
        for (let i = 0; i < stamp.length; i += 3) pixels[(y + stamp[i + 1]) * wide + x + stamp[i]] = stamp[i + 2];
      }
    }
    brush.putImageData(image, 0, 0);
    brush.setTransform(sharp, 0, 0, sharp, 0, 0);
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
