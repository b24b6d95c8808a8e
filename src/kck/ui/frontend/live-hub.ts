/** Who wants which topics; plain bookkeeping, shared by the worker and the elected tab. */

export const EVERYTHING = "*";
/** ms; between a page's making and its first wish lies a slow network */
export const RECALLED = 30_000;

/** The topics of `topics` that a page with these wishes hears; "*" wakes all its wishes. */
export function heard(wanted: ReadonlySet<string>, topics: readonly string[]): string[] {
  if (topics.includes(EVERYTHING)) return [...wanted];
  return topics.filter((topic) => wanted.has(topic));
}

export class Hub<Page> {
  readonly #pages = new Map<Page, Set<string>>();
  #lately: { at: number; topics: readonly string[] }[] = [];

  constructor(readonly now: () => number = Date.now) {}

  /** Gives what was told lately of the topics that this page did not want before. */
  want(page: Page, topics: readonly string[]): string[] {
    const before = this.#pages.get(page);
    const fresh = new Set(topics.filter((topic) => !before?.has(topic)));
    this.#pages.set(page, new Set(topics));
    this.#forget();
    return [...new Set(this.#lately.flatMap((told) => heard(fresh, told.topics)))];
  }

  #forget(): void {
    const since = this.now() - RECALLED;
    this.#lately = this.#lately.filter((told) => told.at > since);
  }

  leave(page: Page): void {
    this.#pages.delete(page);
  }

  clear(): void {
    this.#pages.clear();
  }

  /** All topics that somebody wants, sorted, so that the same wishes give the same address. */
  wanted(): string[] {
    return [...new Set([...this.#pages.values()].flatMap((topics) => [...topics]))].sort();
  }

  /** Each page with the topics it should hear. */
  *deliver(topics: readonly string[]): Iterable<[Page, string[]]> {
    this.#forget();
    this.#lately.push({ at: this.now(), topics });
    for (const [page, wanted] of this.#pages) {
      const mine = heard(wanted, topics);
      if (mine.length) yield [page, mine];
    }
  }

  pages(): Page[] {
    return [...this.#pages.keys()];
  }
}
