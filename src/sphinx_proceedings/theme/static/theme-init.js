// Sets the reader's colour scheme before the first paint, so that a dark page never flashes white.
// It blocks, and so it is tiny; proceedings.js does the rest.
(function () {
  var root = document.documentElement;
  var mode = "auto";
  try {
    mode = localStorage.getItem("mode") || mode;
  } catch (refused) {
    // Storage is the reader's to refuse: the page then follows the system.
  }
  if (mode !== "light" && mode !== "dark") mode = "auto";
  var dark = mode === "dark" || (mode === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.mode = mode;
  root.dataset.theme = dark ? "dark" : "light";
  // Says to the stylesheet that controls which need a script will appear, so that it keeps their place.
  root.dataset.js = "";
})();
