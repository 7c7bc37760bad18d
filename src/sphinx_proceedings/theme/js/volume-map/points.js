// The contributions on the map: of few they stand in the page, of many in data files.

const SIDE = 4000;
const section = document.querySelector("[data-volume-map]");
const chart = section.querySelector("[data-chart]");
const [form, list, legend] = ["form.filter", ".map-list", ".legend"].map((name) => section.querySelector(name));
const body = list.querySelector("tbody");

// A point has x, y (0 to SIDE), mark, words, topics, href, label, and row(), its line of the table.
function pointsOfPage() {
  const rows = Array.from(body.rows);
  return Array.from(chart.querySelectorAll(".point"), (link, i) => {
    const [x, y] = link.dataset.place.split(" ").map(Number);
    const title = link.querySelector("title");
    const label = title.textContent;
    // The browser's own tip would stand beside ours.
    title.remove();
    link.setAttribute("aria-label", label);
    const { words, topics } = rows[i].dataset;
    return { x, y, link, label, words, topics: topics.split(" "), href: link.getAttribute("href"), row: () => rows[i] };
  });
}

async function pointsOfFiles() {
  const answers = await Promise.all([section.dataset.places, section.dataset.words].map((name) => fetch(name)));
  const [places, words] = await Promise.all(answers.map((answer) => {
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    return answer.json();
  }));
  const folder = `${section.dataset.root}abstracts/`;
  const points = places.x.map((x, i) => {
    const on = words.on[i].map((number) => words.topics[number]);
    const spoken = [words.title[i], words.authors[i], ...on.map((topic) => topic[1])].filter(Boolean);
    return {
      x, y: places.y[i], mark: places.mark[i], label: spoken.join(". "),
      words: fold([...spoken, words.keywords[i]].join(" ")), topics: on.map((topic) => topic[0]),
      href: `${folder}${words.id[i]}.html`, row: () => rowOf(i),
    };
  });
  const made = new Map();
  function rowOf(i) {
    if (!made.has(i)) {
      const row = document.createElement("tr");
      const title = document.createElement("th");
      title.scope = "row";
      title.append(linkTo(points[i].href, words.title[i]));
      const cells = [0, 1, 2].map(() => document.createElement("td"));
      cells[0].textContent = words.authors[i];
      for (const number of words.on[i]) {
        const [id, name] = words.topics[number];
        const link = linkTo(`${section.dataset.root}topics/${id}.html`, name);
        link.className = `topic ${legend.children[points[i].mark].className}`;
        cells[1].append(link, " ");
      }
      cells[2].append(...words.near[i].map((near) => linkTo(points[near].href, words.title[near])));
      row.append(title, ...cells);
      for (const cell of cells) if (!cell.childNodes.length) cell.textContent = "–";
      made.set(i, row);
    }
    return made.get(i);
  }
  return [points, places.regions];
}

function linkTo(address, text) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  return link;
}
