// What happens on the page.

const form = one(".compose-form");
const preview = one(".preview");
let latest = emptyState();
let turn = 0;
let waiting;

// The state, its file and its Problems; the preview may take a moment longer.
async function update() {
  turn += 1;
  const mine = turn;
  latest = readForm();
  const kept = isEmptyState(latest) || keepDraft(latest);
  if (!kept) sayKept("Your browser keeps no draft: take the file with you before you leave.");
  else if (!isEmptyState(latest)) sayKept("The draft is kept in this browser.");
  showFile(latest);
  countWords(latest.body);
  let text;
  try {
    if (!isEmptyState(latest)) await learnVolume();
    text = await readText(latest);
  } catch (failed) {
    if (mine === turn) preview.replaceChildren(make("p", { className: "empty" }, "The preview could not be loaded. The file is made all the same."));
    return;
  }
  if (mine !== turn) return;
  showProblems(problemsOf(latest, text), latest);
  preview.replaceChildren(...pageOf(latest, text));
  showKeys(text.bib);
  page.dataset.turn = mine;
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(update, 200);
}

function countWords(body) {
  const { words } = scan(body);
  one(".count-of").textContent = words ? `${words} ${words === 1 ? "word" : "words"}` : "";
}

function showKeys({ entries }) {
  const list = one(".cite-keys");
  const now = entries.map(({ key }) => key);
  if (all("button", list).map(({ dataset }) => dataset.key).join() === now.join()) return;
  list.replaceChildren(...entries.map(({ key }) => {
    const button = make("button", { type: "button", className: "quiet" }, `Cite ${key}`);
    button.dataset.do = "cite";
    button.dataset.key = key;
    return make("li", {}, button);
  }));
}

function cite(key) {
  const field = document.getElementById("body");
  const at = field.selectionStart;
  const blank = at && !/\s/.test(field.value[at - 1]) ? " " : "";
  field.setRangeText(`${blank}{cite:p}\`${key}\``, at, field.selectionEnd, "end");
  field.focus();
  soon();
}

// `parts` are headings, each with its lines: sentences or Problems.
function notice(title, parts = {}, action = undefined) {
  const shown = one(".compose-notice");
  shown.replaceChildren(one("h2", shown));
  one("h2", shown).textContent = title;
  for (const [heading, lines] of Object.entries(parts).filter(([, some]) => some.length)) {
    if (heading) shown.append(make("p", {}, heading));
    shown.append(make("ul", { className: "plain" }, ...lines.map(lineOfNotice)));
  }
  if (action) shown.append(action);
  shown.hidden = !title;
  if (title) shown.focus();
}

function lineOfNotice(line) {
  if (!line.code) return make("li", {}, line);
  const item = make("li", {}, ...sentence(line));
  item.dataset.code = line.code;
  return item;
}

function take(state, { asked = false } = {}) {
  showForm(state);
  touched.clear();
  showsAll = asked;
  update();
}

async function load(files) {
  const read = await Promise.all(files.map(async (file) => ({ name: file.name, ...decoded(new Uint8Array(await file.arrayBuffer())) })));
  const lost = [];
  const mended = read.map(({ told: wrong }) => wrong).filter(Boolean);
  let state = readForm();
  for (const { name, text } of read) {
    const id = name.replace(/\.[^.]*$/, "");
    try {
      if (name.endsWith(".bib")) state = { ...state, bib: text.trim() };
      else if (name.endsWith(".tex")) {
        const made = withLatex(state, text);
        state = made.state;
        lost.push(...made.lost);
      } else {
        const made = await readFile(text, id);
        if (made.fault) {
          notice(`${name} cannot be read`, { "Mend this in the file, then load it again:": [told(`Line ${made.line + 2}: `, made.fault)] });
          return;
        }
        mended.push(...made.mended);
        state = { ...made.state, bib: state.bib && state.origin === id ? state.bib : read.some((other) => other.name.endsWith(".bib")) ? state.bib : "" };
        lost.push(...made.lost);
      }
    } catch (failed) {
      notice(`${name} could not be read`, { "": [failed.message] });
      return;
    }
  }
  take(state, { asked: true });
  const names = read.map(({ name }) => name).join(" and ");
  const well = lost.length || mended.length ? [] : ["Everything in it was taken over."];
  notice(`${names} taken over`, { "": well, "Not taken over:": lost, "Mended; see whether it is right:": mended });
}

const keysKnown = ({ bib }) => [...Object.keys(volume.references), ...readBib(bib).entries.map(({ key }) => key)];

// What LaTeX left in the title and the abstract, written as Markdown has it: a second look may find more.
function mendHabits() {
  const keys = keysKnown(latest);
  const fields = { title: true, body: false };
  const before = Object.keys(fields).map((id) => [document.getElementById(id), document.getElementById(id).value]);
  let count = 0;
  for (const [field, given] of before) {
    let made = mended(given, keys, fields[field.id]);
    for (let look = 0; made.count && look < 3; look += 1) {
      count += made.count;
      field.value = made.text;
      made = mended(made.text, keys, fields[field.id]);
    }
  }
  const back = make("button", { type: "button", className: "quiet" }, "Undo");
  back.addEventListener("click", () => { for (const [field, value] of before) field.value = value; notice(""); soon(); one("#body").focus(); });
  notice(count === 1 ? "One place was mended" : `${count} places were mended`, { "": ["Read the text through: LaTeX can say more than a page can tell."] }, back);
}

function openLatex(open) {
  one("#compose-latex").hidden = !open;
  one('[data-do="latex"]').setAttribute("aria-expanded", open);
  one(open ? "#latex" : '[data-do="latex"]').focus();
}

function takeLatex() {
  const { state, lost } = withLatex(readForm(), document.getElementById("latex").value);
  openLatex(false);
  take(state, { asked: true });
  notice("Taken over from LaTeX", { "": [...lost, "Read it through: LaTeX can say more than a page can tell."] });
}

function startAnew() {
  const before = readForm();
  try {
    localStorage.removeItem(DRAFT);
  } catch (refused) { /* then there is none */ }
  take(emptyState());
  sayKept("");
  if (isEmptyState(before)) return;
  const back = make("button", { type: "button", className: "quiet" }, "Bring it back");
  back.addEventListener("click", () => { take(before); notice(""); document.getElementById("title").focus(); });
  notice("The form is empty", {}, back);
}

const ready = () => page.dataset.state === "ready";

// What is not ready is shown first; asked a second time, the file is given all the same.
function give(button, action) {
  if (ready() || button.dataset.again) {
    delete button.dataset.again;
    action();
  } else {
    button.dataset.again = "yes";
    showAll();
  }
}

function remove(row) {
  const list = row.parentElement;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  arrange();
  (next ? one(".fold:not([open]) > summary", next) ?? one("input", next) : one(list.matches(".authors-of") ? "#add-author" : "#add-affiliation")).focus();
}

function moveUp(row) {
  row.previousElementSibling.before(row);
  arrange();
  const again = one('[data-do="up"]', row);
  (again.hidden ? one("input", row) : again).focus();
}

const ACTIONS = {
  latex: () => openLatex(one("#compose-latex").hidden),
  "take-latex": takeLatex,
  "no-latex": () => openLatex(false),
  anew: startAnew,
  "add-author": () => {
    const places = rows("affiliations");
    const row = addAuthor({ ...emptyAuthor(), affiliations: places.length === 1 ? [places[0].dataset.key] : [] });
    arrange();
    one("input", row).focus();
  },
  "add-affiliation": () => {
    const row = addAffiliation({ key: newKey(), id: "", name: "", ror: "" });
    arrange();
    one("input", row).focus();
  },
  remove: (button) => remove(button.closest(".entry")),
  up: (button) => moveUp(button.closest(".entry")),
  cite: (button) => cite(button.dataset.key),
  mend: mendHabits,
  download: (button) => give(button, () => download(`${latest.id || "abstract"}.md`, fileOf(latest))),
  "download-bib": () => download(`${latest.id || "abstract"}.bib`, bibOf(latest)),
  "copy-md": (button) => give(button, () => copyText(fileOf(latest), button)),
  "copy-bib": (button) => copyText(bibOf(latest), button),
};

function onClick(event) {
  const button = event.target.closest("[data-do]");
  const link = event.target.closest("[data-propose]");
  if (button) {
    latest = readForm();
    ACTIONS[button.dataset.do](button);
    soon();
  } else if (link && !ready() && !link.dataset.again) {
    event.preventDefault();
    link.dataset.again = "yes";
    showAll();
  } else if (link?.dataset.copies === "true") {
    navigator.clipboard?.writeText(link.dataset.propose === "md" ? fileOf(latest) : bibOf(latest)).catch(() => {});
  }
}

function onInput({ target }) {
  if (target.id === "latex" || target.id === "load") return;
  if (target.id === "id") hidden = { ...hidden, named: Boolean(target.value) };
  if (target.id === "title" && !hidden.named) document.getElementById("id").value = idOf(target.value);
  if (target.name === "topic") {
    hidden = { ...hidden, topics: target.checked ? [...hidden.topics, target.value] : hidden.topics.filter((id) => id !== target.value) };
    showTopics();
  }
  if (target.dataset.part === "group") asGroup(target.closest(".entry"));
  if (target.closest(".affiliation-entry")) nameAffiliations();
  if (target.getAttribute("list")) suggest(target);
  soon();
}

// A field is judged when it is left, and from then on with every letter.
function onLeave({ target }) {
  const field = target.closest("[data-field]");
  if (!field || !target.value) return;
  touched.add(field.dataset.field);
  soon();
}

async function start() {
  try {
    await learn();
  } catch (failed) {
    page.prepend(make("p", { className: "empty" }, "The form could not be loaded. Load the page again, or write the file by hand as the author guide says."));
    return;
  }
  const kept = draft();
  take(kept ?? emptyState());
  if (kept) for (const field of all("[data-field]")) if (one("input:not([type=checkbox]), textarea", field)?.value) touched.add(field.dataset.field);
  form.hidden = false;
  one(".compose-preview").hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", onClick);
  form.addEventListener("input", onInput);
  form.addEventListener("focusout", onLeave);
  document.getElementById("load").addEventListener("change", async (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    if (files.length) await load(files);
  });
  if (!navigator.clipboard) for (const button of all('[data-do^="copy"]')) button.hidden = true;
}

start();
