/** Three ways to share one stream, best first: a SharedWorker, an elected tab, or none. */

import { EVERYTHING, Hub } from "./live-hub";
import { Stream, type Listener } from "./live-stream";

export interface Channel {
  want(topics: readonly string[]): void;
}

type Note =
  | { kind: "want"; page: string; topics: string[] }
  | { kind: "bye"; page: string }
  | { kind: "who" }
  | { kind: "topics"; topics: string[] }
  | { kind: "state"; open: boolean };

export function connect(listener: Listener): Channel {
  if ("SharedWorker" in window) return new Shared(listener);
  if ("BroadcastChannel" in window && navigator.locks) return new Elected(listener);
  return new Alone(listener);
}

/** A stream for each tab, but only for one that is looked at: six of them would block the site. */
class Alone implements Channel {
  readonly #stream: Stream;
  #topics: readonly string[] = [];

  constructor(listener: Listener) {
    this.#stream = new Stream(listener);
    document.addEventListener("visibilitychange", () => {
      this.#ask();
      if (!document.hidden) listener.topics([EVERYTHING]);
    });
  }

  want(topics: readonly string[]): void {
    this.#topics = topics;
    this.#ask();
  }

  #ask(): void {
    this.#stream.ask(document.hidden ? [] : this.#topics);
  }
}

class Shared implements Channel {
  readonly #port: MessagePort;
  #topics: readonly string[] = [];

  constructor(listener: Listener) {
    // every entry lies one folder deep in the static files
    const script = new URL("../ui/live-worker.js", import.meta.url);
    this.#port = new SharedWorker(script, { name: "kck-live" }).port;
    this.#port.onmessage = (event: MessageEvent<Note>) => {
      if (event.data.kind === "topics") listener.topics(event.data.topics);
      if (event.data.kind === "state") listener.state(event.data.open);
    };
    const lock = `kck-live-${crypto.randomUUID?.() ?? Math.random()}`;
    navigator.locks?.request(lock, () => {
      this.#port.postMessage({ kind: "here", lock });
      return new Promise(() => {}); // held as long as the tab lives
    });
    addEventListener("pagehide", () => this.#port.postMessage({ kind: "want", topics: [] }));
    addEventListener("pageshow", (event) => event.persisted && this.want(this.#topics));
  }

  want(topics: readonly string[]): void {
    this.#topics = topics;
    this.#port.postMessage({ kind: "want", topics: [...topics] });
  }
}

/** Tabs talk over a BroadcastChannel; the one that holds the lock keeps the stream for all. */
export class Elected implements Channel {
  readonly #page = crypto.randomUUID?.() ?? String(Math.random());
  readonly #hub = new Hub<string>();
  readonly #channel = new BroadcastChannel("kck-live");
  #topics: readonly string[] = [];
  #stream: Stream | undefined;

  constructor(readonly listener: Listener) {
    this.#channel.onmessage = (event: MessageEvent<Note>) => this.#hear(event.data);
    navigator.locks.request("kck-live-leader", () => {
      this.#lead();
      return new Promise(() => {});
    });
    addEventListener("pagehide", () => this.#say({ kind: "bye", page: this.#page }));
    addEventListener("pageshow", (event) => event.persisted && this.want(this.#topics));
  }

  want(topics: readonly string[]): void {
    this.#topics = topics;
    this.#say({ kind: "want", page: this.#page, topics: [...topics] });
  }

  #lead(): void {
    this.#stream = new Stream({
      topics: (topics) => this.#tell({ kind: "topics", topics }),
      state: (open) => this.#tell({ kind: "state", open }),
    });
    this.#say({ kind: "who" });
    this.want(this.#topics);
  }

  /** To all tabs, and to this one, which its own channel does not reach. */
  #tell(note: Note): void {
    this.#channel.postMessage(note);
    this.#follow(note);
  }

  #say(note: Note): void {
    this.#channel.postMessage(note);
    this.#keep(note);
  }

  #hear(note: Note): void {
    if (note.kind === "who") this.want(this.#topics);
    this.#keep(note);
    this.#follow(note);
  }

  #follow(note: Note): void {
    if (note.kind === "topics") this.listener.topics(note.topics);
    if (note.kind === "state") this.listener.state(note.open);
  }

  #keep(note: Note): void {
    if (!this.#stream) return;
    if (note.kind === "want") {
      const missed = this.#hub.want(note.page, note.topics);
      if (missed.length) this.#tell({ kind: "topics", topics: missed });
    }
    if (note.kind === "bye") this.#hub.leave(note.page);
    this.#stream.ask(this.#hub.wanted());
  }
}
