// Without a connection.

function startOffline() {
  const section = one(".agenda-offline");
  const box = section.querySelector("input");
  const state = section.querySelector(".agenda-offline-state");
  section.hidden = !offline.possible;
  if (!offline.possible) return;
  box.checked = offline.isOn();
  box.addEventListener("change", async () => {
    state.textContent = "";
    try {
      await offline.turn(box.checked);
      if (!box.checked) state.textContent = "What was kept has been removed.";
    } catch (refused) {
      box.checked = false;
      state.textContent = "Your browser does not allow it.";
    }
  });
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    const number = agenda.read().length;
    if (box.checked && number) state.textContent = `${data.kept === number ? "All" : data.kept} of your ${many(number)} can be read without a connection.`;
  });
}
