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
    // One that is being installed would go on keeping files.
    const coming = registration?.installing;
    if (coming) await new Promise((done) => { coming.addEventListener("statechange", done, { once: true }); });
    if (registration?.active) await toldToLeave(registration.active);
    await registration?.unregister();
    for (const name of await caches.keys()) if (name.startsWith(`proceedings ${site.pathname} `)) await caches.delete(name);
  }

  // A worker keeps files while a page removes them, unless it knows.
  function toldToLeave(worker) {
    const { port1, port2 } = new MessageChannel();
    return new Promise((done) => {
      port1.onmessage = done;
      setTimeout(done, 2000);
      worker.postMessage({ leave: true }, [port2]);
    });
  }

  async function turn(on) {
    if (!on) return stop();
    localStorage.removeItem(OFF);
    return start();
  }

  function save(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // Browsers ask no worker for what is downloaded. A page does, and then saves what it got.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[download]");
    if (!link?.href.startsWith(site.href) || !isOn() || !navigator.serviceWorker.controller) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.status);
      save(link.href.split("/").at(-1), await answer.blob());
    } catch (unreached) {
      location.href = link.href;
    }
  });

  document.addEventListener("agenda", () => { if (isOn()) tell(); });
  if (isOn()) {
    if (document.readyState === "complete") start();
    else addEventListener("load", start);
  }

  return { possible, isOn, turn, save };
})();
