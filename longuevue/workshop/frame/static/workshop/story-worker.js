// The screens of a story open without network, as they were last seen. Nothing else is kept, and the page empties it all at the end.
"use strict";
const CACHE = "longuevue-recit";
const KEPT = /^\/(atelier\/recit\/[1-9]\/|static\/(portal|workshop)\/)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin || !KEPT.test(address.pathname)) return;
  event.respondWith(fetch(event.request).then((answer) => {
    if (answer.ok && !answer.redirected && answer.type === "basic") {
      const copy = answer.clone();
      // the page makes the place and takes it away: a late answer must not make it again
      event.waitUntil(caches.has(CACHE).then((there) => there && caches.open(CACHE).then((cache) => cache.put(event.request, copy))));
    }
    return answer;
  }).catch(async () => (await caches.match(event.request, { ignoreVary: true })) || Response.error()));
});
