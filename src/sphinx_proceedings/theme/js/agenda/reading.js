// Reading contributions.

const entries = new Map();
const UNKNOWN = { words: "", board: "", begins: "", when: "", session: "", slot: "", room: "", status: "" };

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
  if (!article) return { ...UNKNOWN, id, state: "gone" };
  const title = article.querySelector("h1");
  return {
    ...UNKNOWN,
    ...article.dataset,
    id,
    state: "there",
    address: address.href,
    title,
    words: title.textContent.trim(),
    status: ["sample", "withdrawn"].find((status) => article.classList.contains(status)) ?? "",
    authors: Array.from(article.querySelectorAll(".masthead .author bdi"), (name) => name.textContent),
    topics: Array.from(article.querySelectorAll(".eyebrow .topic"), (topic) => ({
      title: topic,
      hue: topic.className.match(/hue-\d/)?.[0] ?? "",
      address: new URL(topic.getAttribute("href"), address).href,
    })),
  };
}

async function load(ids) {
  const waiting = ids.filter((id) => !entries.has(id) || entries.get(id).state === "unreached");
  const work = async () => {
    for (let id = waiting.shift(); id; id = waiting.shift()) entries.set(id, await fetchEntry(id));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return ids.map((id) => entries.get(id));
}
