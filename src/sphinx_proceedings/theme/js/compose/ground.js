// The page, what the engine knows of the volume and the rules, and what both are asked for.

const root = new URL("../", import.meta.url);
const page = document.getElementById("compose");
const one = (selector, within = page) => within.querySelector(selector);
const all = (selector, within = page) => [...within.querySelectorAll(selector)];
const VENDOR = new URL("_static/vendor/", root);
const SCRIPTS = { markdownit: "markdown-it-15.0.3.js", temml: "temml-0.13.5.js", jsyaml: "js-yaml-5.5.0.js" };
const length = (text) => [...text].length;

let facts;
let volume = { ids: [], references: {}, keywords: [], affiliations: [], affiliated: [0, 0] };

async function learn() {
  const answer = await fetch(new URL("compose.json", root));
  if (!answer.ok) throw new Error(answer.statusText);
  facts = await answer.json();
  facts.deceptions = facts.deceptions.map(([source, flags, message, fix]) => [new RegExp(source, flags), message, fix]);
  facts.habits = facts.habits.map(([source, flags, code, message, fix, inHead]) => ({
    pattern: new RegExp(source, `${flags}dg`), code, message, fix, inHead,
  }));
}

// What the volume has, which is asked for when there is something to compare with it.
let asked;
function learnVolume() {
  asked ??= fetch(new URL("compose-volume.json", root)).then((answer) => answer.json()).then((known) => { volume = { ...known, isKnown: true }; }).catch(() => { asked = undefined; });
  return asked;
}

// A pattern of the engine's: to be found anywhere, or to fit a whole text. Each is compiled once.
const compiled = new Map();
function pattern(name, { whole = false, flags = "" } = {}) {
  const kind = `${name} ${whole} ${flags}`;
  if (!compiled.has(kind)) {
    const [source, own] = facts.patterns[name];
    compiled.set(kind, new RegExp(whole ? `^(?:${source})$` : source, own + flags));
  }
  return compiled.get(kind);
}

// A script of another author's, which leaves one name behind.
const loading = new Map();
function library(name) {
  if (!loading.has(name)) {
    loading.set(name, new Promise((done, failed) => {
      const script = make("script", { src: new URL(SCRIPTS[name], VENDOR).href });
      script.addEventListener("load", () => done(globalThis[name]));
      script.addEventListener("error", () => { loading.delete(name); script.remove(); failed(new Error(script.src)); });
      document.head.append(script);
    }));
  }
  return loading.get(name);
}

const filled = (sentence, gaps) => sentence.replace(/«(\w+)»/g, (_, gap) => gaps[gap] ?? "");

// A Problem, in the words of `proceedings check`. `at` is the way to the field: "authors.0.orcid".
function problem(at, name, gaps = {}) {
  const [code, message, fix] = facts.sentences[name];
  return said(at, code, filled(message, gaps), filled(fix, gaps));
}

// A Problem that offers what is near, if anything is.
function nearly(told, near) {
  return near ? { ...told, fix: filled(facts.near, { near }) } : told;
}

function said(at, code, message, fix = "") {
  return { at, code, message, fix, advice: facts.advice.includes(code) };
}
