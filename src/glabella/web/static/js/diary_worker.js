// Answers while there is no line: with the empty page for a day, and with nothing else.
// Only the files of that page are kept, never a page about a person.
// `SHELL` stands above this file as it is handed out.

const STORE = `diary-${SHELL.version}`;
const KEPT = new Set(SHELL.files);

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const store = await caches.open(STORE);
      await store.addAll([SHELL.page, ...SHELL.files]);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith("diary-") && name !== STORE);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

async function orElse(request, kept) {
  try {
    return await fetch(request);
  } catch (failure) {
    const found = await caches.match(kept);
    if (found) return found;
    throw failure;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(orElse(request, SHELL.page));
  } else if (request.method === "GET" && KEPT.has(pathname)) {
    event.respondWith(orElse(request, pathname));
  }
});

// Where the browser says that the line is back, open pages send what waits.
self.addEventListener("sync", (event) => {
  event.waitUntil(
    (async () => {
      for (const page of await self.clients.matchAll()) page.postMessage("send");
    })(),
  );
});
