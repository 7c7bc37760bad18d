// What the page does from the start.

const ACTS = {
  calendar: exportCalendar,
  bibtex: exportBibtex,
  print: () => print(),
  share: () => share(one("#agenda-share").hidden),
  copy: copyLink,
};

page.addEventListener("click", (event) => {
  const act = event.target.closest("[data-do]")?.dataset.do;
  if (act) ACTS[act]();
});
document.addEventListener("agenda", changed);
addEventListener("hashchange", arrive);
one(".agenda-list").tabIndex = -1;
one("[data-do=copy]").hidden = !navigator.clipboard;
startOffline();
await draw();
await arrive();
