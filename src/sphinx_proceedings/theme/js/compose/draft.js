// The draft, which the browser keeps.

const DRAFT = `compose ${root.pathname}`;

function keepDraft(state) {
  try {
    localStorage.setItem(DRAFT, JSON.stringify(state));
    return true;
  } catch (refused) {
    return false;
  }
}

function draft() {
  try {
    const kept = JSON.parse(localStorage.getItem(DRAFT));
    return kept && typeof kept.body === "string" && Array.isArray(kept.authors) ? renewed({ ...emptyState(), ...kept }) : undefined;
  } catch (refused) {
    return undefined;
  }
}

// Keys of affiliations are of one visit: those of a draft are made anew.
function renewed(state) {
  const fresh = new Map(state.affiliations.map(({ key }) => [key, newKey()]));
  return {
    ...state,
    affiliations: state.affiliations.map((place) => ({ ...place, key: fresh.get(place.key) })),
    authors: state.authors.map((author) => ({ ...author, affiliations: author.affiliations.map((key) => fresh.get(key)).filter(Boolean) })),
  };
}

const isEmptyState = (state) => !state.title && !state.body && !state.bib && !state.authors.length && !state.affiliations.length;

function sayKept(text) {
  const said = one(".compose-draft");
  if (said.textContent !== text) said.textContent = text;
}
