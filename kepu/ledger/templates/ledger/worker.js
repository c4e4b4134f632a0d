/* Keeps one page, the form of a work record, and the files it loads, for when there is no network. Nothing else. */
"use strict";
const KEPT = "kepu-form-{{ version }}";
const PAGE = "{{ page }}";
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

async function keepPage() {
  const answer = await fetch(PAGE, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(PAGE, answer);
}
async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("kepu-form-") && name !== KEPT).map((name) => caches.delete(name)));
}
async function fromNetwork(request, name) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await kept.put(name, answer.clone());
    else if (name === PAGE && answer.status === 403) await kept.delete(name);
    return answer;
  } catch (error) {
    const found = await kept.match(name, { ignoreVary: true });
    if (found) return found;
    throw error;
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(clear().then(keepPage).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && path === PAGE) event.respondWith(fromNetwork(event.request, PAGE));
  else if (FILES.includes(path)) event.respondWith(fromNetwork(event.request, path));
});
