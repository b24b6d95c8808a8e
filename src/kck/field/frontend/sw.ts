/** The service worker of the field: pages from the network while there is one, else from here. */

import { databaseOf, Store } from "./outbox-store";
import { belongTo, forgetAll } from "./keeper";
import { FILES, isHashed, KEEPING, keyOf, kindOf, MARK, OWNER, PAGES, PHOTOS, type Kind } from "./kept-rules";
import { lineTo, sendAll } from "./sender";

interface Work extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetch extends Work {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(name: "fetch", heard: (event: Fetch) => void): void;
  addEventListener(name: string, heard: (event: Work) => void): void;
}

const worker = globalThis as unknown as Worker;
const home = new URL(worker.registration.scope).pathname;
/** A network that takes longer than this is none: the page is here. */
const PATIENCE = 4_000;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("sync", (event) => event.waitUntil(send()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || request.headers.has(KEEPING)) return;
  const kind = kindOf(url.pathname, home);
  if (kind === "static" || kind === "outlines") event.respondWith(file(request, url.pathname));
  else if (kind === "photo") event.respondWith(photo(request));
  else if (kind !== "none") event.respondWith(page(request, kind));
  else if (request.mode === "navigate" && url.pathname.startsWith(home)) event.respondWith(elsewhere(request));
});

async function file(request: Request, path: string): Promise<Response> {
  const files = await caches.open(FILES);
  const known = await files.match(path);
  if (known && isHashed(path)) return known;
  try {
    const answer = await inTime(fetch(request), known !== undefined);
    if (answer.ok) await kept(files, path, answer);
    return answer;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}

async function photo(request: Request): Promise<Response> {
  const photos = await caches.open(PHOTOS);
  const known = await photos.match(request.url);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && answer.headers.has(OWNER)) await kept(photos, new URL(request.url).pathname, answer);
  return answer;
}

async function page(request: Request, kind: Kind): Promise<Response> {
  const key = keyOf(request.url, home);
  const known = await (await caches.open(PAGES)).match(key);
  try {
    const answer = await inTime(fetch(request), known !== undefined);
    await learn(answer, key, request);
    return answer;
  } catch (error) {
    const found = known ?? (await instead(kind));
    if (found) return found;
    throw error;
  }
}

/** A list asked otherwise is still a list; for the rest there is a page that says so. */
async function instead(kind: Kind): Promise<Response | undefined> {
  const pages = await caches.open(PAGES);
  if (kind === "points") return undefined;
  return pages.match(kind === "list" ? home : `${home}offline/`);
}

/** An act's own address without network: its case is here, with the same form in it. */
async function elsewhere(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const number = new URL(request.url).pathname.slice(home.length).split("/")[0];
    const found = (await (await caches.open(PAGES)).match(`${home}${number}/`)) ?? (await instead("case"));
    if (found) return found;
    throw error;
  }
}

async function learn(answer: Response, key: string, request: Request): Promise<void> {
  // sent to the sign-in page: whoever is at this phone now is nobody. A search may lead to a case.
  if (answer.type === "opaqueredirect" && !new URL(request.url).searchParams.has("q")) await forgetAll();
  const owner = answer.headers.get(OWNER);
  if (!answer.ok || !owner) return;
  await belongTo(owner, home);
  await kept(await caches.open(PAGES), key, answer);
}

/** A full phone keeps less, it does not show less. */
async function kept(where: Cache, key: string, answer: Response): Promise<void> {
  try {
    await where.put(key, answer.clone());
  } catch {
    // the answer itself is fine
  }
}

async function inTime(asked: Promise<Response>, hurry: boolean): Promise<Response> {
  if (!hurry) return asked;
  const late = new Promise<never>((_done, failed) => {
    setTimeout(() => failed(new Error("no answer in time")), PATIENCE);
  });
  return Promise.race([asked, late]);
}

async function send(): Promise<void> {
  const mark = await (await caches.open(PAGES)).match(`${home}${MARK}`);
  const owner = (await mark?.text()) ?? "";
  const there = await indexedDB.databases?.();
  if (!owner || !there?.some(({ name }) => name === databaseOf(owner))) return;
  const channel = new BroadcastChannel("kck-outbox");
  const told = (): void => channel.postMessage("");
  await navigator.locks.request("kck-field-send", async () => {
    const end = await sendAll(new Store(owner), lineTo(home), owner, told);
    if (end === "no-network") throw new Error("the browser tries again");
  });
}
