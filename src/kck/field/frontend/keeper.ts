/** Keeps today's pages and thumbnails on the phone; forgets those of the day before and of others. */

import { FILES, KEEPING, keyOf, MARK, OWNER, PAGES, PHOTOS, toForget, VERSION } from "./kept-rules";

export interface Wanted {
  number: string;
  version: string;
}

export async function forgetAll(): Promise<void> {
  await Promise.all([caches.delete(PAGES), caches.delete(PHOTOS)]);
}

/** Whose pages lie here is written down; another person's go first. */
export async function belongTo(owner: string, home: string): Promise<void> {
  const mark = `${home}${MARK}`;
  const known = await (await caches.open(PAGES)).match(mark);
  if (known && (await known.text()) === owner) return;
  await forgetAll();
  await (await caches.open(PAGES)).put(mark, new Response(owner));
}

export class Keeper {
  constructor(
    readonly home: string,
    readonly owner: string,
  ) {}

  /** `told` hears how many are here; throws when the phone is full or nobody is signed in. */
  async keep(wanted: readonly Wanted[], needed: readonly string[], told: (kept: number) => void): Promise<void> {
    await belongTo(this.owner, this.home);
    for (const path of ["", "outbox/", "offline/"]) await this.#page(`${this.home}${path}`);
    await this.#files();
    await this.#forget(wanted, needed);
    let kept = 0;
    for (const { number, version } of wanted) {
      await this.#case(`${this.home}${number}/`, version);
      told((kept += 1));
    }
  }

  async #case(path: string, version: string): Promise<void> {
    const pages = await caches.open(PAGES);
    const known = await pages.match(path);
    const page = known?.headers.get(VERSION) === version ? known : await this.#page(path);
    if (page) await this.#thumbnails(await page.clone().text());
  }

  async #page(path: string): Promise<Response | undefined> {
    const answer = await fetch(path, { headers: { [KEEPING]: "keep" }, credentials: "same-origin" });
    if (answer.redirected) throw new Error("signed out");
    if (answer.status === 404) return undefined; // somebody has just taken it elsewhere
    if (!answer.ok || answer.headers.get(OWNER) !== this.owner) throw new Error("not ours");
    const pages = await caches.open(PAGES);
    await pages.put(path, answer);
    return pages.match(path);
  }

  async #thumbnails(page: string): Promise<void> {
    const photos = await caches.open(PHOTOS);
    for (const [, src] of page.matchAll(/<img src="([^"]+\/320)"/g)) {
      if (!src || (await photos.match(src))) continue;
      const answer = await fetch(src, { credentials: "same-origin" });
      if (answer.ok) await photos.put(src, answer);
    }
  }

  /** What this page was made of: scripts, styles, fonts. The map is fetched by who opens it. */
  async #files(): Promise<void> {
    const files = await caches.open(FILES);
    const used = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    for (const url of used.filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"))) {
      if (await files.match(url.pathname)) continue;
      const answer = await fetch(url);
      if (answer.ok) await files.put(url.pathname, answer);
    }
  }

  async #forget(wanted: readonly Wanted[], needed: readonly string[]): Promise<void> {
    const pages = await caches.open(PAGES);
    const kept = (await pages.keys()).map(({ url }) => keyOf(url, this.home));
    const numbers = wanted.map(({ number }) => number);
    const gone = toForget(kept, this.home, numbers, needed);
    await Promise.all(gone.map((path) => pages.delete(path)));
    const photos = await caches.open(PHOTOS);
    const stale = (await photos.keys()).filter(({ url }) => gone.some((path) => new URL(url).pathname.startsWith(path)));
    await Promise.all(stale.map((photo) => photos.delete(photo)));
  }
}
