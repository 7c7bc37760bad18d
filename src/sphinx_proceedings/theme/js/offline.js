// Reading without a connection: sw.js keeps the pages that were seen and those that are starred.

const offline = (() => {
  const { site } = agenda;
  const OFF = `proceedings-offline-off:${site.pathname}`;
  const possible = Boolean(
    document.querySelector("[data-offline]") && navigator.serviceWorker && isSecureContext && location.protocol.startsWith("http"),
  );

  // Who lets the browser keep nothing wants nothing kept.
  function isOn() {
    try {
      return possible && localStorage.getItem(OFF) === null;
    } catch (refused) {
      return false;
    }
  }

  function addressOf(id) {
    return new URL(`abstracts/${id}.html`, site).href;
  }

  async function tell() {
    const { active } = await navigator.serviceWorker.ready;
    const told = { keep: agenda.read().map(addressOf), seen: [] };
    // What was loaded before the worker was there did not pass through it.
    if (!navigator.serviceWorker.controller) {
      const files = performance.getEntriesByType("resource").map((file) => file.name);
      told.seen = [location.href.split("#")[0], ...files.filter((file) => file.startsWith(`${site.href}_static/`))];
    }
    active.postMessage(told);
  }

  async function start() {
    try {
      await navigator.serviceWorker.register(new URL("sw.js", site), { scope: site.pathname });
      await tell();
    } catch (failed) {
      // Then the site is read with a connection only, as any other.
    }
  }

  async function stop() {
    localStorage.setItem(OFF, "");
    const registration = await navigator.serviceWorker.getRegistration(site);
    await registration?.unregister();
    for (const name of await caches.keys()) if (name.startsWith(`proceedings ${site.pathname} `)) await caches.delete(name);
  }

  async function turn(on) {
    if (!on) return stop();
    localStorage.removeItem(OFF);
    return start();
  }

  document.addEventListener("agenda", () => { if (isOn()) tell(); });
  if (isOn()) {
    if (document.readyState === "complete") start();
    else addEventListener("load", start);
  }

  return { possible, isOn, turn };
})();
