/** The one stream of a browser: reopens itself when the wishes change or the server went away. */

import { EVERYTHING } from "./live-hub";

const SETTLE = 50;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 60_000;
/** The server says something every 15 s; a machine that slept has a stream that only looks open. */
const SILENCE = 40_000;
/** EventSource.CLOSED */
const CLOSED = 2;

export interface Listener {
  topics(topics: string[]): void;
  state(open: boolean): void;
}

export type Open = (url: string) => EventSource;

/** How long to wait before the n-th attempt; spread out, so that a restart is not a stampede. */
export function retryAfter(attempt: number, chance: number): number {
  return Math.min(FIRST_RETRY * 2 ** attempt, LAST_RETRY) * (0.7 + 0.6 * chance);
}

export function addressOf(topics: readonly string[]): string {
  return `/live/?topics=${topics.map(encodeURIComponent).join(",")}`;
}

export class Stream {
  #source: EventSource | undefined;
  #address = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #gap = false;

  constructor(
    readonly listener: Listener,
    readonly open: Open = (url) => new EventSource(url),
  ) {}

  /** Many pages open at once: the wishes settle before the address changes. */
  ask(topics: readonly string[]): void {
    const address = topics.length ? addressOf(topics) : "";
    if (address === this.#address) return;
    this.#address = address;
    this.#attempt = 0;
    this.#later(SETTLE);
  }

  #later(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), delay);
  }

  #connect(): void {
    const before = this.#source;
    if (!this.#address) {
      clearTimeout(this.#silence);
      before?.close();
      this.#source = undefined;
      return;
    }
    const source = this.open(this.#address);
    this.#source = source;
    source.addEventListener("open", () => this.#opened(before));
    source.addEventListener("error", () => this.#failed(source, before));
    source.addEventListener("beat", () => this.#alive(source));
    source.addEventListener("topic", (event) => this.#heard(source, event as MessageEvent<string>));
  }

  /** The old stream stays until the new one speaks, so that nothing falls between them. */
  #opened(before: EventSource | undefined): void {
    before?.close();
    this.#attempt = 0;
    this.#alive(this.#source);
    this.listener.state(true);
    // a stream opened anew has no Last-Event-ID: what happened meanwhile is asked for again
    if (this.#gap) this.listener.topics([EVERYTHING]);
    this.#gap = false;
  }

  #alive(source: EventSource | undefined): void {
    if (source !== this.#source) return;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#silent(), SILENCE);
  }

  #silent(): void {
    this.#source?.close();
    this.#source = undefined;
    this.listener.state(false);
    this.#gap = true;
    this.#connect();
  }

  #failed(source: EventSource, before: EventSource | undefined): void {
    before?.close();
    if (source !== this.#source) return;
    clearTimeout(this.#silence);
    this.listener.state(false);
    if (source.readyState !== CLOSED) return; // the browser tries again by itself
    this.#gap = true;
    this.#later(retryAfter(this.#attempt++, Math.random()));
  }

  #heard(source: EventSource, event: MessageEvent<string>): void {
    this.#alive(source);
    const told = JSON.parse(event.data) as { topics: string[] };
    this.listener.topics(told.topics);
  }
}
