// Colour scheme: automatic, light, dark.

const MODES = ["auto", "light", "dark"];
const NAMES = { auto: "automatic", light: "light", dark: "dark" };
const systemDark = matchMedia("(prefers-color-scheme: dark)");

function applyMode(mode) {
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (systemDark.matches ? "dark" : "light") : mode;
  for (const button of document.querySelectorAll("[data-scheme]")) {
    button.setAttribute("aria-label", `Colour scheme: ${NAMES[mode]}`);
    button.title = `Colour scheme: ${NAMES[mode]}`;
  }
}

function nextMode() {
  const mode = MODES[(MODES.indexOf(root.dataset.mode) + 1) % MODES.length];
  applyMode(mode);
  say(`Colour scheme: ${NAMES[mode]}`);
  try {
    localStorage.setItem("mode", mode);
  } catch (refused) {
    // Then the choice holds for this page only.
  }
}

for (const button of document.querySelectorAll("[data-scheme]")) {
  button.hidden = false;
  button.addEventListener("click", nextMode);
}
applyMode(MODES.includes(root.dataset.mode) ? root.dataset.mode : "auto");
systemDark.addEventListener("change", () => applyMode(root.dataset.mode));
