// Files.

async function texts(found, suffix) {
  const files = await Promise.all(found.map(async ({ id }) => {
    try {
      const answer = await fetch(new URL(`abstracts/${id}${suffix}`, agenda.site));
      return answer.ok ? await answer.text() : "";
    } catch (unreached) {
      return "";
    }
  }));
  return { files: files.filter(Boolean), missing: files.filter((text) => !text).length };
}

// The events of several calendars in one, each once, and the time zones that they name.
function merged(calendars) {
  const parts = new Map();
  for (const text of calendars) {
    for (const [block, kind] of text.matchAll(/^BEGIN:(VEVENT|VTIMEZONE)\r?\n[^]*?^END:\1\r?\n/gm)) {
      const name = block.match(kind === "VEVENT" ? /^UID[:;].*(?:\r?\n[ \t].*)*/m : /^TZID[:;].*/m)?.[0] ?? block;
      parts.set(`${kind} ${name}`, block.replace(/\r?\n/g, "\r\n"));
    }
  }
  const order = [...parts].sort(([a], [b]) => b.startsWith("VTIMEZONE") - a.startsWith("VTIMEZONE"));
  const head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sphinx-proceedings//My agenda//EN\r\n";
  return `${head}${order.map(([, block]) => block).join("")}END:VCALENDAR\r\n`;
}

function report(what, made, left) {
  one(".agenda-notices").replaceChildren();
  const reasons = left.filter(([number]) => number).map(([, reason]) => reason);
  const rest = reasons.length ? ` Left out: ${reasons.join("; ")}.` : "";
  notice(made ? `The ${what} of ${many(made)} was made.${rest}` : `No ${what} was made.${rest}`);
}

// What is starred, each once, in the order of the list.
async function inOrder() {
  const found = stopsOf(await load(agenda.read()));
  return [...new Map(found.map((stop) => [stop.id, stop])).values()];
}

async function exportCalendar() {
  const found = await inOrder();
  const timed = found.filter((entry) => entry.begins && entry.status !== "sample");
  const { files, missing } = await texts(timed, ".ics");
  if (files.length) offline.save("my-agenda.ics", new Blob([merged(files)], { type: "text/calendar" }));
  const untimed = found.filter((entry) => entry.state === "there" && !entry.begins && !entry.status).length;
  const withdrawn = found.filter((entry) => entry.status === "withdrawn").length;
  const samples = found.filter((entry) => entry.status === "sample").length;
  const lost = found.filter((entry) => entry.state !== "there").length;
  report("calendar", files.length, [
    [untimed, `${untimed} without a time`],
    [withdrawn, `${withdrawn} withdrawn`],
    [samples, many(samples, "sample")],
    [missing, `${missing} whose calendar could not be loaded`],
    [lost, `${lost} not found`],
  ]);
}

async function exportBibtex() {
  const found = await inOrder();
  const there = found.filter((entry) => entry.state === "there");
  const cited = there.filter((entry) => entry.status !== "sample");
  const { files, missing } = await texts(cited, ".bib");
  if (files.length) offline.save("my-agenda.bib", new Blob([files.join("\n")], { type: "application/x-bibtex" }));
  const [samples, lost] = [there.length - cited.length, found.length - there.length];
  report("BibTeX", files.length, [
    [samples, `${many(samples, "sample")}, which nobody can cite`],
    [missing, `${missing} whose BibTeX could not be loaded`],
    [lost, `${lost} not found`],
  ]);
}
