// My agenda: the starred contributions, kept in this browser alone.

const agenda = (() => {
  const site = new URL("../", document.currentScript.src);
  // One host may hold several volumes.
  const KEY = `proceedings-agenda-1:${site.pathname}`;
  const ID = /^[a-z0-9][a-z0-9-]{1,60}$/;
  const link = document.querySelector(".agenda-link");
  const buttons = new Map();
  let held = [];
  let refused = false;

  function read() {
    let kept;
    try {
      kept = localStorage.getItem(KEY);
    } catch (error) {
      refused = true;
    }
    if (refused) return held;
    try {
      const found = JSON.parse(kept);
      held = Array.isArray(found) ? [...new Set(found)].filter((id) => ID.test(id)) : [];
    } catch (error) {
      held = [];
    }
    return held;
  }

  function write(ids) {
    held = [...new Set(ids)].filter((id) => ID.test(id));
    try {
      localStorage.setItem(KEY, JSON.stringify(held));
      refused = false;
    } catch (error) {
      refused = true;
    }
    show();
    document.dispatchEvent(new Event("agenda"));
  }

  function show() {
    for (const [id, stars] of buttons) {
      for (const star of stars) star.setAttribute("aria-pressed", held.includes(id));
    }
    if (link) link.querySelector(".agenda-number").textContent = held.length || "";
  }

  function toggle(id) {
    const has = read().includes(id);
    write(has ? held.filter((other) => other !== id) : [...held, id]);
    say(`${has ? "Removed from my agenda" : "Added to my agenda"}. It has ${held.length || "no"} ${held.length === 1 ? "contribution" : "contributions"}.`);
    if (refused) complain();
  }

  function complain() {
    if (document.querySelector(".notice")) return;
    const notice = document.createElement("div");
    notice.className = "notice";
    notice.setAttribute("role", "alert");
    notice.innerHTML = "<p>Your browser keeps nothing for this site. Your stars hold for this page only, and are lost when you leave it.</p><button type=\"button\" class=\"quiet\">Close</button>";
    notice.querySelector("button").addEventListener("click", () => notice.remove());
    document.body.append(notice);
  }

  const model = document.createElement("button");
  model.type = "button";
  model.className = "star";
  // Drawn here: a reference to the sprite for each of many rows takes the browser three times as long.
  model.innerHTML = "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"m12 3.6 2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8z\"></path></svg>";

  // A title without the LaTeX of its formulas.
  function plain(element) {
    const copy = element.querySelector("annotation") ? element.cloneNode(true) : element;
    if (copy !== element) for (const source of copy.querySelectorAll("annotation")) source.remove();
    return copy.textContent.trim();
  }

  // A contribution's page, or a row that stands for one; other scripts may make rows at any time.
  function add(element) {
    const id = element.dataset.contribution;
    const stars = buttons.get(id) ?? [];
    if (stars.some((star) => star.parentElement.closest("[data-contribution]") === element)) return;
    // Nobody goes to what was withdrawn; who has starred it before can let it go.
    if (element.matches(".contribution.withdrawn") && !held.includes(id)) return;
    const star = model.cloneNode(true);
    star.dataset.star = id;
    star.setAttribute("aria-pressed", held.includes(id));
    const row = element.querySelector(":scope > .row-title");
    const head = element.querySelector(":scope > .masthead");
    if (head) {
      star.classList.add("quiet");
      star.insertAdjacentHTML("beforeend", "<span>Star</span>");
      star.title = "Star this contribution: it is listed in my agenda";
      const eyebrow = head.querySelector(".eyebrow");
      if (eyebrow) eyebrow.append(star);
      else head.querySelector("h1").before(star);
    } else {
      const title = plain(element.querySelector(".row-title > :first-child") ?? element.querySelector("a") ?? element);
      star.setAttribute("aria-label", `Star “${title}”`);
      if (row) row.after(star);
      else element.append(star);
    }
    buttons.set(id, [...stars.filter((other) => other.isConnected), star]);
  }

  // In a list of thousands a row gets its star when it comes near: all at once would hold up the page.
  const MANY = 200;
  const near = new IntersectionObserver((rows) => {
    for (const { target } of rows.filter(({ isIntersecting }) => isIntersecting)) {
      near.unobserve(target);
      add(target);
    }
  }, { rootMargin: "1500px" });

  function addWithin(nodes) {
    const found = [];
    for (const node of nodes) {
      if (node.matches?.("[data-contribution]")) found.push(node);
      if (node.firstElementChild) found.push(...node.querySelectorAll("[data-contribution]"));
    }
    found.forEach(found.length > MANY ? (element) => near.observe(element) : add);
  }

  document.addEventListener("click", (event) => {
    const star = event.target.closest?.("[data-star]");
    if (star) toggle(star.dataset.star);
  });
  // Another page of the site changed the list, or this one comes back from the browser's memory.
  const again = () => { read(); show(); document.dispatchEvent(new Event("agenda")); };
  addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) again(); });
  addEventListener("pageshow", (event) => { if (event.persisted) again(); });

  read();
  addWithin([document.body]);
  show();
  new MutationObserver((changes) => addWithin(changes.flatMap((change) => [...change.addedNodes]))).observe(document.body, { childList: true, subtree: true });

  return { site, ID, read, write, get refused() { return refused; } };
})();
