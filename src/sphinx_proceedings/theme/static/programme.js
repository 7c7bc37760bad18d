// The programme in the reader's own time, and what is on now. Loaded on pages that show a programme.
"use strict";

for (const programme of document.querySelectorAll("[data-programme]")) {
  const times = Array.from(programme.querySelectorAll("time[datetime*=T]"), (element) => ({
    element,
    moment: new Date(element.dateTime),
    theirs: element.textContent,
    day: element.dateTime.slice(0, 10),
  }));
  const button = programme.querySelector("[data-zone]");
  const name = programme.querySelector("[data-zone-name]");
  const theirName = name.textContent;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const weekday = new Intl.DateTimeFormat("en", { weekday: "short" });
  const two = (number) => String(number).padStart(2, "0");
  const dayOf = (moment) => `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;

  // A time says its day where that is another than the day of the heading, or of the time that it belongs to.
  function mine({ element, moment, day }) {
    const time = clock.format(moment);
    const begin = element.previousElementSibling?.dateTime
      ?? (element.matches(".place") ? element.closest("[data-start]").dataset.start : undefined);
    const said = begin ? dayOf(new Date(begin)) : day;
    return dayOf(moment) === said ? time : `${weekday.format(moment)} ${time}`;
  }

  function showZone(own) {
    for (const time of times) time.element.textContent = own ? mine(time) : time.theirs;
    programme.toggleAttribute("data-own", own);
    name.textContent = own ? `Times are yours, ${zone.replaceAll("_", " ")}.` : theirName;
    button.textContent = own ? "Show the workshop’s time" : "Show my time";
  }

  function stored() {
    try {
      return localStorage.getItem("times") === "own";
    } catch (refused) {
      return false;
    }
  }

  const differs = times.some((time) => mine(time) !== time.theirs);
  button.hidden = !differs;
  button.toggleAttribute("data-same", !differs);
  if (differs && stored()) showZone(true);
  button.addEventListener("click", () => {
    const own = !programme.hasAttribute("data-own");
    showZone(own);
    say(name.textContent);
    try {
      localStorage.setItem("times", own ? "own" : "workshop");
    } catch (refused) {
      // Then the choice holds for this page only.
    }
  });

  const spans = Array.from(programme.querySelectorAll("[data-start]"), (element) => ({
    element,
    start: Date.parse(element.dataset.start),
    end: Date.parse(element.dataset.end),
  }));
  const days = Array.from(programme.querySelectorAll(".day"), (element) => {
    const sessions = spans.filter((span) => element.contains(span.element));
    return { sessions, start: Math.min(...sessions.map((s) => s.start)), end: Math.max(...sessions.map((s) => s.end)) };
  });

  function made(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  // How far below the top of a session's cell the moment is, so many minutes after it began: rows differ in height.
  function heightOf(cell, minutes) {
    const first = cell.closest("tr");
    const moment = Number(first.dataset.minute) + minutes;
    let row = first;
    while (row.nextElementSibling && Number(row.nextElementSibling.dataset.minute) <= moment) row = row.nextElementSibling;
    const part = (moment - row.dataset.minute) / row.dataset.minutes;
    return row.offsetTop - first.offsetTop + part * row.offsetHeight;
  }

  function showNow() {
    const now = Date.now();
    for (const old of programme.querySelectorAll(".now-line, .now-word, .now-rule")) old.remove();
    for (const { element, start, end } of spans) {
      const on = start <= now && now < end;
      const isCell = element.localName === "td";
      if (!isCell) element.classList.toggle("now", on);
      if (on && isCell) {
        const line = made("span", "now-line", "");
        line.style.top = `${heightOf(element, (now - start) / 60000)}px`;
        element.append(line);
      } else if (on) {
        element.querySelector(".session-time").append(" ", made("span", "now-word", "Now"));
      }
    }
    const today = days.find((day) => day.start <= now && now < day.end);
    if (!today || today.sessions.some((session) => session.start <= now && now < session.end)) return;
    const next = today.sessions.find((session) => session.start > now);
    next.element.closest(".slot").before(made("p", "now-rule", "Now"));
  }

  showNow();
  setInterval(showNow, 60000);
  addEventListener("resize", showNow);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) showNow(); });
}
