// Menu and contents, which are open by themselves on a wide screen.

const menu = document.querySelector(".site-nav[popover]");
matchMedia("(min-width: 60rem)").addEventListener("change", () => {
  if (menu?.matches(":popover-open")) menu.hidePopover();
});

const beside = matchMedia("(min-width: 72rem)");
const contents = document.querySelector(".page-toc");
function placeContents() {
  if (contents) contents.open = beside.matches;
}
beside.addEventListener("change", placeContents);
placeContents();

// The engine's topic pages share one shell, which cannot say which of them it is.
for (const link of document.querySelectorAll(".rail a")) {
  if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
}
