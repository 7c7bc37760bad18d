// The site keeps nothing for reading without a connection. A worker of an earlier release gives way to
// this one, which removes what was kept, and then itself.
"use strict";

const MINE = `proceedings ${new URL("./", location.href).pathname} `;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) if (name.startsWith(MINE)) await caches.delete(name);
  await registration.unregister();
}
