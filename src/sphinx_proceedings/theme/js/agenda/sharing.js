// The link to another device. Its last part is a checksum: a link that was cut off is known by it.

function checksum(text) {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return sum.toString(36);
}

function linkOf(ids) {
  const list = ids.join(".");
  return `${location.href.split("#")[0]}#agenda-1=${list}.${checksum(list)}`;
}

async function share(open) {
  const section = one("#agenda-share");
  section.hidden = !open;
  one("[data-do=share]").setAttribute("aria-expanded", open);
  if (!open) return;
  const link = linkOf(agenda.read());
  const field = one("#agenda-link");
  if (field.value === link) return;
  field.value = link;
  const figure = one(".agenda-qr");
  try {
    const { qrcode } = await import(new URL(section.dataset.qr, location.href));
    const code = qrcode(0, "L");
    code.addData(link);
    code.make();
    if (field.value === link) figure.replaceChildren(picture(code));
  } catch (failed) {
    const why = link.length > 2900 ? "The list is too long for a QR code; the link holds all of it." : "The QR code could not be loaded; the link is complete.";
    figure.replaceChildren(make("figcaption", {}, why));
  }
}

// Four modules of quiet ground around it are part of the code.
function picture(code) {
  const size = code.getModuleCount();
  let path = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) if (code.isDark(y, x)) path += `M${x} ${y}h1v1h-1z`;
  }
  const drawn = new DOMParser().parseFromString(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size + 8} ${size + 8}" role="img" aria-label="QR code of the link" shape-rendering="crispEdges"><rect x="-4" y="-4" width="${size + 8}" height="${size + 8}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`,
    "image/svg+xml",
  );
  return document.importNode(drawn.documentElement, true);
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(one("#agenda-link").value);
    say("Copied");
    one("[data-do=copy] span").textContent = "Copied";
    setTimeout(() => { one("[data-do=copy] span").textContent = "Copy the link"; }, 2000);
  } catch (refused) {
    one("#agenda-link").select();
    say("Your browser did not allow copying. The link is selected.");
  }
}
