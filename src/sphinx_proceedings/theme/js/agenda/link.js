// What a link brings.

const KEPT_AS_IT_WAS = "Your agenda is as it was.";

function idsOf(fragment) {
  const [, version, payload] = /^#agenda-(\d+)(?:=(.*))?$/.exec(fragment) ?? [];
  if (!version) throw new Error("This link carries no agenda that this page can read.");
  if (version !== "1") throw new Error("This link was made by a newer form of this page.");
  const parts = (payload ?? "").split(".");
  const sum = parts.pop();
  if (!parts.length || sum !== checksum(parts.join(".")) || !parts.every((id) => agenda.ID.test(id))) {
    throw new Error("This link is damaged: it was cut off or changed on its way.");
  }
  return [...new Set(parts)];
}

async function arrive() {
  await readLink();
  sayWhatIsLost();
}

function sayWhatIsLost() {
  if (agenda.refused) notice("Your browser keeps nothing for this site, so a list made here is lost when you leave the page.");
}

async function readLink() {
  const fragment = location.hash;
  if (fragment.startsWith("#offline=")) {
    forget();
    sayLost(fragment.slice("#offline=".length));
  }
  if (!/^#agenda(-?\d|=)/.test(fragment)) return;
  forget();
  ask(null);
  let named;
  try {
    named = idsOf(fragment);
  } catch (fault) {
    notice(`${fault.message} Nothing was taken from it. ${KEPT_AS_IT_WAS}`);
    return;
  }
  const mine = agenda.read();
  const found = await load(named);
  const brought = found.filter(({ state }) => state !== "gone").map(({ id }) => id);
  const gone = found.length - brought.length;
  if (!brought.length) {
    notice(`This link names ${many(gone)}, of which this volume has none. It may belong to another volume. ${KEPT_AS_IT_WAS}`);
    return;
  }
  const added = brought.filter((id) => !mine.includes(id));
  if (!added.length && brought.length === mine.length) {
    notice(`All that this link carries is in your agenda already.${absent(gone)} ${KEPT_AS_IT_WAS}`);
  } else if (!mine.length) {
    agenda.write(brought);
    notice(`${many(brought.length)} from the link ${brought.length === 1 ? "is" : "are"} in your agenda now.${absent(gone)}`);
  } else {
    ask({ brought, added, mine, gone });
  }
}

function absent(gone) {
  return gone ? ` ${many(gone, "name")} of the link ${gone === 1 ? "is" : "are"} not in this volume, and left out.` : "";
}

function forget() {
  one(".agenda-notices").replaceChildren();
  history.replaceState(null, "", location.pathname + location.search);
}

function sayLost(path) {
  let lost;
  try {
    lost = new URL(decodeURIComponent(path), agenda.site);
  } catch (damaged) {
    return;
  }
  if (!lost.href.startsWith(agenda.site.href)) return;
  notice("There is no connection, and this browser has kept no copy of the page ", make("a", { href: lost.href }, lost.href.slice(agenda.site.href.length)), ". What you starred is below.");
}

function ask(question) {
  const section = one(".agenda-question");
  section.hidden = !question;
  if (!question) return;
  const { brought, added, mine, gone } = question;
  const [text, list, answers] = section.querySelectorAll("p:not(.agenda-answers), ul, .agenda-answers");
  const common = brought.length - added.length;
  const already = common ? `, ${common === brought.length ? "all" : common} of them in your agenda already` : "";
  text.textContent = `This link carries ${many(brought.length)}${already}. Your agenda has ${mine.length} in all.${absent(gone)}${added.length ? " New:" : ""}`;
  list.replaceChildren(...added.map((id) => {
    const title = entries.get(id).title;
    return make("li", {}, ...(title ? copyOf(title) : [make("code", {}, id)]));
  }));
  const done = (said) => { ask(null); notice(said); sayWhatIsLost(); one(".agenda-list").focus(); };
  const choices = [];
  if (added.length) choices.push(button(`Add the ${added.length} new`, () => {
    agenda.write([...agenda.read(), ...added]);
    done(`${many(added.length)} added. Your agenda has ${agenda.read().length} now.`);
  }));
  choices.push(button(`Replace my ${mine.length} by these ${brought.length}`, () => {
    agenda.write(brought);
    draw();
    done(`Your agenda was replaced. It has ${brought.length} now.`);
  }));
  choices.push(button("Keep mine as it is", () => done(KEPT_AS_IT_WAS)));
  answers.replaceChildren(...choices);
  section.focus();
}
