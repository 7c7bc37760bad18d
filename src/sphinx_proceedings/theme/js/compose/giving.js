// The file: to download, to copy, and to propose at the forge that has the volume's sources.

const LONGEST_ADDRESS = 8000;

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function copyText(text, button) {
  const label = one("span", button);
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = "Copied";
    say("Copied");
    setTimeout(() => { label.textContent = "Copy"; }, 2000);
  } catch (refused) {
    const shown = one(".file-text");
    shown.closest("details").open = true;
    getSelection().selectAllChildren(shown);
    say("Your browser did not allow copying. The file is selected.");
  }
}

const bibOf = ({ bib }) => (bib.trim() ? `${bib.trim()}\n` : "");
const parameters = (values) => Object.entries(values).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

// How the forges' pages for a new file are opened: what each documents, or fills in.
const FORGES = [
  { is: (host) => host === "github.com", address: (base, branch, folder, name, value) => `${base}/new/${branch}/${folder}?${parameters({ filename: name, ...value })}`, fills: true },
  { is: (host) => host === "codeberg.org" || /gitea|forgejo/.test(host), address: (base, branch, folder, name, value) => `${base}/_new/${branch}/${folder}/?${parameters({ filename: name, ...value })}`, fills: true },
  // GitLab takes the name of the file from an address, but not what is in it.
  { is: (host) => /gitlab/.test(host), address: (base, branch, folder, name) => `${base}/-/new/${branch}?${parameters({ file_name: [folder, name].join("/") })}`, fills: false },
];

// {address, copies}: where to propose a file, and whether it has to be pasted there.
function proposal(folder, name, text) {
  const base = facts.repository.replace(/\/+$|\.git$/g, "");
  const forge = FORGES.find(({ is }) => is(new URL(base).hostname));
  if (!forge) return { address: base, copies: true };
  const branch = facts.branch.split("/").map(encodeURIComponent).join("/");
  const full = forge.address(base, branch, folder, name, { value: text });
  if (forge.fills && full.length <= LONGEST_ADDRESS) return { address: full, copies: false };
  return { address: forge.address(base, branch, folder, name, {}), copies: true };
}

function showFile(state) {
  const text = fileOf(state);
  const shown = one(".file-text");
  if (shown.textContent !== text) shown.textContent = text;
  for (const name of all("[data-id]:not(.entry)")) name.textContent = state.id || "…";
  one(".give-bib").hidden = !bibOf(state);
  if (facts.repository) showProposal(state, text);
}

function showProposal(state, text) {
  const host = new URL(facts.repository).hostname;
  const made = { md: proposal("abstracts", `${state.id}.md`, text), bib: proposal("bib", `${state.id}.bib`, bibOf(state)) };
  for (const [kind, { address, copies }] of Object.entries(made)) {
    const link = one(`[data-propose="${kind}"]`);
    link.href = address;
    link.dataset.copies = copies;
  }
  one('[data-propose="bib"]').hidden = !bibOf(state);
  const paste = made.md.copies ? " The file is copied as the page opens: paste it there." : " It has the file in it already.";
  const second = bibOf(state) ? " The bibliography is a second file: add it to the same proposal." : "";
  const exists = volume.ids.includes(state.id) ? " The volume has this abstract already: open its file there, replace what is in it, and propose the change." : "";
  one(".propose-say").textContent = `The button opens a page of ${host}, where you sign in and propose the file.${exists || paste}${second}`;
}
