// @ts-check
/// <reference lib="webworker" />
// The service worker of a built page: keeps all its files, one version at a time.
// The builder fills in what they are, and writes it beside index.html; the page that is served while it is developed has none.

/** What this version consists of. */
const BUILD = { version: "", files: [""] };

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { scope } = worker.registration;
/** What the names of all our caches begin with: other pages of the same host have caches of their own. */
const OURS = `steepest ${scope} `;
const CACHE = OURS + BUILD.version;
/** The page itself. */
const PAGE = "./";

/** Keeps every file, or none. */
async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(BUILD.files.map((file) => new Request(file, { cache: "no-cache" })));
  const page = await (await cache.match(PAGE))?.text();
  if (page?.includes(BUILD.version)) return;
  // The host is in the middle of being brought up to date: the browser tries again another time.
  await caches.delete(CACHE);
  throw new Error(`the page is not of version ${BUILD.version}`);
}

/** Gives up former versions, unless more than `most` pages are open: an older one may still need its files. @param {number} most */
async function tidy(most) {
  const open = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.filter(({ url }) => url.startsWith(scope)).length > most) return;
  const former = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(former.map((name) => caches.delete(name)));
}

/** Takes over from the former version. */
async function activate() {
  await tidy(0);
  await worker.clients.claim();
}

/** What is kept, of this version before any other; else what the host says. @param {Request} request */
async function answer(request) {
  const cache = await caches.open(CACHE);
  const place = new URL(request.url).pathname.slice(new URL(scope).pathname.length);
  // Whatever follows the page's address is read by the page.
  const isPage = request.mode === "navigate" && (place === "" || place === "index.html");
  const kept = isPage ? await cache.match(PAGE) : await cache.match(request, { ignoreVary: true }) ?? await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    // Other pages below our address are not kept: ours is shown, at its own address, to which its files are relative.
    if (request.mode === "navigate") return Response.redirect(scope);
    throw error;
  }
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope)) event.respondWith(answer(request));
});
worker.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(worker.skipWaiting());
  if (event.data === "tidy") event.waitUntil(tidy(1));
});
