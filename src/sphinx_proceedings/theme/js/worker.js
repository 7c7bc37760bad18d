// Keeps pages for reading without a connection. RELEASE, a digest of the site's files, is written above.
"use strict";

const SITE = new URL("./", location.href);
const AGENDA = new URL("agenda.html", SITE).href;
const PROGRAMME = new URL("programme.ics", SITE).href;
const MINE = `proceedings ${SITE.pathname} `;
const FILES = `${MINE}${RELEASE} files`;
const SEEN = `${MINE}${RELEASE} seen`;
const KEPT = `${MINE}${RELEASE} kept`;
const MOST_SEEN = 60;
const MOST_KEPT = 500;
// Milliseconds that a page may take to arrive when an older copy of it is at hand.
const PATIENCE = 4000;

addEventListener("install", (event) => event.waitUntil(prepare()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
// One after the other: an older list of stars must not have the last word.
let listening = Promise.resolve();
// Whether nothing is to be kept any more: what is under way must not bring back what was removed.
let leaves = false;
addEventListener("message", (event) => {
  leaves = Boolean(event.data?.leave);
  if (leaves) {
    event.ports[0]?.postMessage("");
    return;
  }
  listening = listening.then(() => listen(event)).catch(() => {});
  event.waitUntil(listening);
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("range")) return;
  if (!request.url.startsWith(SITE.href)) return;
  const address = new URL(request.url);
  if (address.pathname.startsWith(`${SITE.pathname}_static/`)) event.respondWith(file(event, address));
  else if (address.pathname.startsWith(`${SITE.pathname}lists/`)) event.respondWith(list(event));
  else if (request.mode === "navigate" || address.pathname.endsWith(".html")) event.respondWith(page(event));
  else event.respondWith(fetch(request).catch(() => found(request.url)));
});

// The agenda and every file that it names, so that it opens without a connection.
async function prepare() {
  const agenda = await fetch(AGENDA, { cache: "no-cache" });
  if (!agenda.ok) throw new Error(`agenda.html: ${agenda.status}`);
  const text = await agenda.clone().text();
  const names = text.matchAll(/(?:href|src|data-qr)="([^"#]*_static\/[^"#]*)/g);
  const files = await caches.open(FILES);
  await keepCopy(files, AGENDA, agenda);
  await Promise.allSettled(
    [PROGRAMME, ...new Set(Array.from(names, (name) => new URL(name[1], AGENDA).href))].map((address) => fetchInto(files, address)),
  );
  await skipWaiting();
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(MINE) && ![FILES, SEEN, KEPT].includes(name)) await caches.delete(name);
  }
  await clients.claim();
}

async function listen(event) {
  const { keep = [], seen = [] } = event.data ?? {};
  for (const address of seen) {
    if (leaves) return;
    if (!address.startsWith(SITE.href)) continue;
    const isFile = address.startsWith(`${SITE.href}_static/`);
    const cache = await caches.open(isFile ? FILES : SEEN);
    await fetchInto(cache, isFile ? address : key(address));
  }
  const number = await keepExactly(keep.filter((address) => address.startsWith(`${SITE.href}abstracts/`)).slice(0, MOST_KEPT));
  event.source?.postMessage({ kept: number });
}

// Starred abstracts, each with the files that are its own, and never without them.
async function keepExactly(addresses) {
  const kept = await caches.open(KEPT);
  const wanted = new Set(addresses);
  const have = new Set((await kept.keys()).map((request) => request.url));
  for (const address of have) if (!wanted.has(ownerOf(address))) await kept.delete(address);
  for (const address of wanted) {
    if (have.has(address) || leaves) continue;
    try {
      await keepWithFiles(kept, address, await fetch(address));
    } catch (unreached) {
      // The next message asks for it again.
    }
  }
  const now = (await kept.keys()).map((request) => request.url);
  return now.filter((address) => wanted.has(address)).length;
}

// An abstract's calendar and citations bear its name, and its pictures lie in a folder of that name.
function ownerOf(address) {
  return SITE.href + address.slice(SITE.href.length).replace(/^(abstracts\/[^/.]+).*$/, "$1.html");
}

async function keepWithFiles(kept, address, response) {
  if (!response.ok) return;
  const text = await response.clone().text();
  for (const [, name] of text.matchAll(/<(?:a|img) [^>]*(?:href|src)="([^":#]+)"/g)) {
    const file = new URL(name, address).href;
    if (file !== address && ownerOf(file) === address) await keepFile(kept, file, { cache: "no-cache" });
  }
  await keepCopy(kept, address, response);
}

async function keepFile(cache, address, how) {
  const response = await fetch(address, how);
  if (response.ok) await keepCopy(cache, address, response);
}

// A file of the theme or the volume. One with a version, or a font, is the same for ever.
async function file(event, address) {
  const files = await caches.open(FILES);
  const copy = await files.match(address.href);
  if (copy && (address.searchParams.has("v") || /\.woff2$|\/vendor\//.test(address.pathname))) return copy;
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keepCopy(files, address.href, response.clone()));
    return response;
  } catch (unreached) {
    return copy ?? Response.error();
  }
}

// The facts of a list bear their digest in their name: they are the same for ever.
async function list(event) {
  const address = event.request.url;
  const copy = await found(address);
  if (copy.type !== "error") return copy;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(remember(address, response.clone()));
  return response;
}

// A page comes from its server, or is an earlier copy where that fails or takes too long.
async function page(event) {
  const address = key(event.request.url);
  const asked = fetch(event.request);
  event.waitUntil(asked.then((response) => (response.ok ? remember(address, response.clone()) : null), () => null));
  const copy = await found(address);
  if (copy.type === "error") return asked.catch(() => lost(event.request, address));
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, copy); });
  const response = await Promise.race([asked.catch(() => copy), late]);
  return response.status >= 500 ? copy : response;
}

async function remember(address, response) {
  if (address === AGENDA) {
    const files = await caches.open(FILES);
    await fetchInto(files, PROGRAMME);
    return keepCopy(files, address, response);
  }
  const kept = await caches.open(KEPT);
  const before = await kept.match(address);
  if (before) {
    const [old, text] = await Promise.all([before.text(), response.clone().text()]);
    return old === text ? undefined : keepWithFiles(kept, address, response);
  }
  const seen = await caches.open(SEEN);
  await seen.delete(address);
  await keepCopy(seen, address, response);
  // The oldest come first.
  const keys = await seen.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_SEEN))) await seen.delete(old);
  return undefined;
}

async function found(address) {
  for (const name of [KEPT, SEEN, FILES]) {
    const copy = await caches.match(address, { cacheName: name });
    if (copy) return copy;
  }
  return Response.error();
}

// There is no connection, and the page was never kept: the agenda says so and shows what there is.
function lost(request, address) {
  if (request.mode !== "navigate") return Response.error();
  const path = encodeURIComponent(address.slice(SITE.href.length));
  return Response.redirect(`${AGENDA}#offline=${path}`);
}

// A filter in the address makes no other page, and a folder is its index.
function key(address) {
  const page = address.split(/[?#]/)[0];
  return page.endsWith("/") ? `${page}index.html` : page;
}

async function fetchInto(cache, address) {
  try {
    await keepFile(cache, address);
  } catch (unreached) {
    // What was kept of it before stays.
  }
}

// A response that was redirected is refused as an answer to a navigation; a copy of it is not.
async function keepCopy(cache, address, response) {
  try {
    const { status, statusText, headers } = response;
    const copy = new Response(await response.blob(), { status, statusText, headers });
    if (!leaves) await cache.put(address, copy);
  } catch (full) {
    // The browser has no room: what is kept already stays.
  }
}
