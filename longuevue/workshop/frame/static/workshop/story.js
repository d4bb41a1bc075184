// A story keeps on the device what the server does not hold yet: a closed tab or a lost network costs nothing.
// Without this script every screen is kept by the server when it is sent. All of it goes once the story is sent or taken back.
"use strict";
(() => {
  const BEGINS = "longuevue:recit:", CACHE = "longuevue-recit", WORKER = "/atelier/recit/hors-ligne.js";
  const store = (() => { try { localStorage.setItem(BEGINS, ""); localStorage.removeItem(BEGINS); return localStorage; } catch { return null; } })();
  if (!store) return;

  const forget = async () => {
    Object.keys(store).filter((key) => key.startsWith(BEGINS)).forEach((key) => store.removeItem(key));
    if ("caches" in window) await caches.delete(CACHE);
  };
  if (document.querySelector("[data-story-over]")) { forget(); return; }
  document.querySelector("[data-story-new]")?.addEventListener("submit", forget);

  const form = document.querySelector("form[data-story]");
  const told = document.querySelector("[data-story-told]");
  if (!told) return;
  const say = (name) => { told.textContent = told.dataset[name]; told.hidden = false; };
  const last = document.querySelector("[data-story-last]");
  const story = (form || last).dataset.story || last.dataset.storyLast;
  const key = (screen) => `${BEGINS}${story}:${screen}`;
  const read = (form) => new URLSearchParams([...new FormData(form)].filter(([, said]) => typeof said === "string")).toString();

  // screens filled without network, sent in their order once there is one
  const pending = () => Object.keys(store)
    .filter((one) => one.startsWith(`${BEGINS}${story}:`) && JSON.parse(store.getItem(one)).waits)
    .map((one) => Number(one.split(":").pop())).sort((a, b) => a - b);
  const sendPending = async () => {
    let sent = 0;
    for (const screen of pending()) {
      const answer = await fetch(`/atelier/recit/${screen}/`, {
        method: "POST", body: new URLSearchParams(JSON.parse(store.getItem(key(screen))).said),
      });
      if (!answer.ok) break;
      store.removeItem(key(screen));
      sent += 1;
    }
    return sent;
  };
  const whenOnline = async () => {
    if (!navigator.onLine || !pending().length) return;
    try {
      if (await sendPending()) { if (last) location.reload(); else say("sent"); }
    } catch { say("kept"); }
  };
  addEventListener("online", whenOnline);
  whenOnline();

  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(WORKER).then(() => navigator.serviceWorker.ready).then(async () => {
      const cache = await caches.open(CACHE);
      if (!navigator.onLine) return;
      const assets = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);
      // a screen left before all was kept must not prevent the next one from keeping the rest
      for (const one of [...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `/atelier/recit/${n}/`), ...assets])
        if (!(await cache.match(one, { ignoreVary: true }))) await cache.add(one);
    }).catch(() => {});
  }
  if (!form) { if (pending().length) say("kept"); return; }

  const screen = Number(form.dataset.screen);
  const held = JSON.parse(store.getItem(key(screen)) || "null");
  if (held && held.said !== read(form)) {
    const said = new URLSearchParams(held.said);
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "file") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = said.getAll(field.name).includes(field.value);
      else if (said.has(field.name)) field.value = said.get(field.name);
    }
    say("found");
  }
  const keep = (waits) => store.setItem(key(screen), JSON.stringify({ said: read(form), waits }));
  form.addEventListener("input", () => keep(Boolean(held && held.waits)));
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) { sessionStorage.setItem(BEGINS, key(screen)); keep(false); return; }
    event.preventDefault();
    keep(true);
    if (screen < 8 && navigator.serviceWorker?.controller) location.href = `/atelier/recit/${screen + 1}/`;
    else say("kept");
  });
  // the screen before was received: the server shows another one
  const left = sessionStorage.getItem(BEGINS);
  if (left && left !== key(screen)) { store.removeItem(left); sessionStorage.removeItem(BEGINS); }
})();
