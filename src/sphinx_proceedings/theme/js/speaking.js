// Saying something to a screen reader.

const speaker = document.createElement("p");
speaker.className = "visually-hidden";
speaker.setAttribute("aria-live", "polite");
document.body.append(speaker);

function say(text) {
  speaker.textContent = "";
  // A region that is filled in the same breath as it is emptied is not announced.
  setTimeout(() => { speaker.textContent = text; }, 50);
}
