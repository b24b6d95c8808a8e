/** Who wants which topics; plain bookkeeping, shared by the worker and the elected tab. */

export const EVERYTHING = "*";

/** The topics of `topics` that a page with these wishes hears; "*" wakes all its wishes. */
export function heard(wanted: ReadonlySet<string>, topics: readonly string[]): string[] {
  if (topics.includes(EVERYTHING)) return [...wanted];
  return topics.filter((topic) => wanted.has(topic));
}

export class Hub<Page> {
  readonly #pages = new Map<Page, Set<string>>();

  want(page: Page, topics: readonly string[]): void {
    this.#pages.set(page, new Set(topics));
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
    for (const [page, wanted] of this.#pages) {
      const mine = heard(wanted, topics);
      if (mine.length) yield [page, mine];
    }
  }

  pages(): Page[] {
    return [...this.#pages.keys()];
  }
}
