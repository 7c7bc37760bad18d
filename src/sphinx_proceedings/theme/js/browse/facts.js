// What is known of the listed contributions: columns by their numbers, and facets.

const FEW = 1000;
const pause = () => new Promise((resolve) => { setTimeout(resolve); });

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

async function factsOf(listing) {
  if (!listing.dataset.facts) return withWords(JSON.parse(listing.querySelector("script[type='application/json']").textContent));
  // The page is painted before anything more is asked for.
  await new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
  return withWords(await fetched(listing.dataset.facts));
}

// What the filter looks at, folded; of a long list a part at a time, so that the page answers in between.
async function withWords(facts) {
  const topics = facts.topics.map((topic) => fold(topic.text));
  const keywords = facts.keywords.map(([, word]) => fold(word));
  facts.words = [];
  // A board is matched whole: 7 is not 17.
  facts.boards = Object.fromEntries(Object.entries(facts.board).map(([i, board]) => [i, fold(board)]));
  for (let i = 0; i < facts.id.length; i += 1) {
    const said = [...facts.keyword[i].map((at) => keywords[at]), ...facts.topic[i].map((at) => topics[at]), facts.board[i] ? "board" : ""];
    facts.words.push(`${fold(facts.title[i])} ${fold(facts.authors[i])} ${said.join(" ")}`.replaceAll("\n", " "));
    if (i % FEW === FEW - 1) await pause();
  }
  return facts;
}

// Facets: `values` as the address has them, and `of`, which gives the numbers of a contribution's values.
function facetsOf(facts) {
  const none = [];
  const kinds = [...new Set(facts.sessions.map((session) => session.kind))];
  const kindOf = facts.sessions.map((session) => kinds.indexOf(session.kind));
  const kindsOf = Object.fromEntries(Object.entries(facts.session).map(([i, at]) => [i, [...new Set(at.map((one) => kindOf[one]))]]));
  const status = ["accepted", "withdrawn", "sample"];
  const statusOf = status.map((_, at) => [at]);
  const [yes, no] = [[0], [1]];
  let starred = new Set();
  const readStars = () => { starred = new Set(agenda.read()); };
  readStars();
  const facets = [
    { name: "topic", title: "Topic", values: facts.topics.map(({ id }) => id), of: (i) => facts.topic[i], label: (at) => written(facts.topics[at].title), text: (at) => facts.topics[at].text, hue: (at) => facts.topics[at].hue, group: (at) => facts.topics[at].group, open: true },
    { name: "session", title: "Session", values: facts.sessions.map(({ id }) => id), of: (i) => facts.session[i] ?? none, text: (at) => facts.sessions[at].title },
    { name: "kind", title: "Kind of session", values: kinds, of: (i) => kindsOf[i] ?? none, text: (at) => kinds[at] },
    { name: "place", title: "Place", values: ["yes", "no"], of: (i) => (facts.session[i] ? yes : no), text: (at) => ["In the programme", "Not placed yet"][at] },
    { name: "keyword", title: "Keyword", values: facts.keywords.map(([slug]) => slug), of: (i) => facts.keyword[i], text: (at) => facts.keywords[at][1], field: "Part of a keyword" },
    { name: "status", title: "Status", values: status, of: (i) => statusOf[status.indexOf(facts.status[i] ?? "accepted")], text: (at) => status[at] },
    { name: "starred", title: "My agenda", values: ["yes"], of: (i) => (starred.has(facts.id[i]) ? yes : none), text: () => "Starred", always: true, readStars },
  ];
  for (const facet of facets) {
    facet.number = new Map(facet.values.map((value, at) => [value, at]));
    facet.chosen = new Set();
    facet.whole = new Uint32Array(facet.values.length);
    facet.counts = new Uint32Array(facet.values.length);
    for (let i = 0; i < facts.id.length; i += 1) for (const at of facet.of(i)) facet.whole[at] += 1;
  }
  const useful = (facet) => facet.always || facet.whole.reduce((sum, count) => sum + (count > 0), 0) > 1;
  return facets.filter(useful);
}
