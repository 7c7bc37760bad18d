// Reading contributions.

const entries = new Map();
const NOWHERE = { begins: NaN, ends: NaN, when: "", session: "", name: "", slot: "", room: "", board: "" };
const UNKNOWN = { words: "", status: "", places: [NOWHERE] };
const textOf = (element) => element?.textContent.trim() ?? "";

// The places in the programme, the earliest first, or one that has no time.
function placesOf(article, link) {
  const timed = Array.from(article.querySelectorAll(".places > li"), (item) => {
    const [begin, end] = item.querySelectorAll("time");
    const name = item.querySelector(".place-session");
    return {
      begins: Date.parse(begin.dateTime),
      ends: Date.parse(end.dateTime),
      when: `${textOf(begin)}–${textOf(end)}`,
      session: item.dataset.session,
      name: textOf(name),
      heading: link(name),
      slot: textOf(item.querySelector(".place-slot")),
      room: textOf(item.querySelector(".place-room")),
      ...boardOf(item.querySelector(".board"), link),
    };
  });
  return timed.length ? timed : [{ ...NOWHERE, ...boardOf(article.querySelector(".eyebrow .board"), link) }];
}

function boardOf(element, link) {
  return element ? { board: textOf(element), stand: link(element) } : { board: "" };
}

async function fetchEntry(id) {
  const address = new URL(`abstracts/${id}.html`, agenda.site);
  let answer;
  try {
    answer = await fetch(address);
  } catch (unreached) {
    return { ...UNKNOWN, id, state: "unreached" };
  }
  if (answer.status === 404 || answer.status === 410) return { ...UNKNOWN, id, state: "gone" };
  if (!answer.ok) return { ...UNKNOWN, id, state: "unreached" };
  const document_ = new DOMParser().parseFromString(await answer.text(), "text/html");
  const article = document_.querySelector(`article[data-contribution="${id}"]`);
  if (!article) return { ...UNKNOWN, id, state: "gone", moved: document_.querySelector("[data-moved]")?.dataset.moved };
  const title = article.querySelector("h1");
  // A copy of an element, whose address is relative to the contribution's page.
  const link = (element) => {
    const copy = document.importNode(element, true);
    if (copy.hasAttribute("href")) copy.href = new URL(copy.getAttribute("href"), address);
    return copy;
  };
  return {
    ...UNKNOWN,
    id,
    state: "there",
    address: address.href,
    title,
    words: textOf(title),
    places: placesOf(article, link),
    status: ["sample", "withdrawn"].find((status) => article.classList.contains(status)) ?? "",
    authors: Array.from(article.querySelectorAll(".masthead .author bdi"), (name) => name.textContent),
    topics: Array.from(article.querySelectorAll(".eyebrow .topic"), (topic) => ({
      title: topic,
      hue: topic.className.match(/hue-\d/)?.[0] ?? "",
      address: new URL(topic.getAttribute("href"), address).href,
    })),
  };
}

// The entries of these, each once: what has another id now comes under that.
async function load(ids, follows = true) {
  const waiting = ids.filter((id) => !entries.has(id) || entries.get(id).state === "unreached");
  const work = async () => {
    for (let id = waiting.shift(); id; id = waiting.shift()) entries.set(id, await fetchEntry(id));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const now = new Set(ids.map((id) => entries.get(id).moved ?? id));
  return follows ? load([...now], false) : ids.map((id) => entries.get(id));
}
