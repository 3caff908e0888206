// Answers for the server when there is no network: the pages of visits that were opened on this device, the server's
// own files, and photos that were shown. What was seen is kept elsewhere, by the page itself.
"use strict";
const version = "VERSION";
const own = "befaring-" + version;
const photos = "befaring-foto";
const files = ["ASSETS"];
const SLOW = 5000;
const MOST_PHOTOS = 600;

const isVisit = (path) => /^\/p\/[^/]+\/b\/[^/]+\/$/.test(path);
const isPhoto = (path) => /^\/p\/[^/]+\/b\/[^/]+\/foto\/\d+$/.test(path);

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(own);
    await cache.addAll([...files, "/frakoblet"]);
    // Pages kept by the edition before refer to its files; they are fetched anew, or the new edition waits.
    for (const name of await caches.keys()) {
      if (!name.startsWith("befaring-") || name === own || name === photos) continue;
      for (const request of await (await caches.open(name)).keys()) {
        const path = new URL(request.url).pathname;
        if (isVisit(path) || path.endsWith("app.webmanifest")) await cache.add(path);
      }
    }
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("befaring-") && name !== own && name !== photos) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

async function networkFirst(request, keep) {
  const cache = await caches.open(own);
  const key = new URL(request.url).pathname;
  const kept = () => cache.match(key);
  try {
    const late = new Promise((_, no) => setTimeout(() => no(new Error("slow")), SLOW));
    // A slow network is as good as none where the device has the page.
    const answer = await ((await kept()) ? Promise.race([fetch(request), late]) : fetch(request));
    if (answer.ok && keep && !answer.redirected) await cache.put(key, answer.clone());
    // While the server reads a project anew, the inspector goes on with the page of before.
    if (answer.status >= 500 && keep && (await kept())) return await kept();
    return answer;
  } catch {
    return (await kept()) || (await cache.match("/frakoblet")) || Response.error();
  }
}

async function cacheFirst(request, name) {
  const cache = await caches.open(name);
  const kept = await cache.match(request);
  if (kept) return kept;
  let answer;
  try { answer = await fetch(request); } catch {
    // The small picture rather than none.
    return (await cache.match(request, { ignoreSearch: true })) || Response.error();
  }
  if (answer.ok) {
    await cache.put(request, answer.clone());
    if (name === photos) {
      const keys = await cache.keys();
      for (const key of keys.slice(0, Math.max(0, keys.length - MOST_PHOTOS))) await cache.delete(key);
    }
  }
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(cacheFirst(request, own));
  else if (isPhoto(url.pathname)) event.respondWith(cacheFirst(request, photos));
  else if (isVisit(url.pathname) || url.pathname.endsWith("/app.webmanifest")) event.respondWith(networkFirst(request, true));
  else if (request.mode === "navigate") event.respondWith(networkFirst(request, false));
});
