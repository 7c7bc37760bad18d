// A row of the list: made here as the template row.html makes it, or taken from the page.

const NAMED = 12;

// `prefix` leads to the site's root.
function rowsOf(facts, prefix, onNews) {
  const parts = new Map();

  function excerpt(i) {
    const part = Math.floor(i / facts.part);
    if (!parts.has(part)) {
      parts.set(part, undefined);
      fetched(`${prefix}lists/${facts.excerpts[part]}`).then((texts) => {
        parts.set(part, texts);
        onNews();
      }, () => parts.set(part, []));
    }
    return parts.get(part)?.[i % facts.part];
  }

  function row(i) {
    const topics = facts.topic[i].map((at) => facts.topics[at]);
    const link = make("a", { href: `${prefix}abstracts/${facts.id[i]}.html` }, facts.html[i] ? written(facts.html[i]) : facts.title[i]);
    const head = make("p", { className: "row-title" }, link);
    if (facts.status[i]) head.append(" ", make("span", { className: `tag tag-${facts.status[i]}` }, facts.status[i]));
    if (facts.board[i]) head.append(" ", make("span", { className: "board" }, `Board ${facts.board[i]}`));
    const people = facts.authors[i].split("\n");
    const names = make("span", { className: "row-authors" }, ...people.slice(0, NAMED).flatMap((name, at) => (at ? [", ", make("bdi", {}, name)] : [make("bdi", {}, name)])));
    if (people.length > NAMED) names.append(` and ${people.length - NAMED} more`);
    const meta = make("p", { className: "row-meta" }, names);
    for (const topic of topics) meta.append(" ", make("a", { className: `topic hue-${topic.hue}`, href: `${prefix}topics/${topic.id}.html` }, written(topic.title)));
    const element = make("li", { className: topics.length ? `row hue-${topics[0].hue}` : "row" }, head, meta);
    element.dataset.contribution = facts.id[i];
    return element;
  }

  // What a card has more than a row of the list.
  function complete(element, i) {
    if (!element.querySelector(":scope > .row-keywords") && facts.keyword[i].length) {
      const words = facts.keyword[i].map((at) => make("a", { href: `${prefix}keywords/${facts.keywords[at][0]}.html` }, facts.keywords[at][1]));
      element.append(make("p", { className: "row-keywords" }, make("span", { className: "visually-hidden" }, "Keywords: "), ...words.flatMap((word, at) => (at ? [" · ", word] : [word]))));
    }
    const text = element.querySelector(":scope > .row-excerpt") ? "" : excerpt(i);
    if (text) element.querySelector(".row-meta").after(make("p", { className: "row-excerpt" }, written(text)));
  }

  // Above the first of those on a topic stands its title, where the list is by topic.
  function head(element, i, isFirst) {
    const heading = element.querySelector(":scope > .group-title");
    if (!isFirst) heading?.remove();
    else if (!heading) {
      const topic = facts.topics[facts.topic[i][0]];
      element.prepend(make("h2", { className: "group-title" }, topic ? written(topic.title) : "No topic"));
    }
  }

  return { row, complete, head };
}
