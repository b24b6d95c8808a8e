/**
 * `<live-topics topics="case:123 unit:7"></live-topics>` makes this page hear those topics.
 * A fragment then says `hx-trigger="kck:case:123 from:body"`. `<live-status>` says when the
 * connection is lost, and when it is back.
 */

import { connect, type Channel } from "./live-channel";
import { heard } from "./live-hub";

/** A short break is not worth a word. */
const PATIENCE = 4_000;

const wishes = new Map<HTMLElement, string[]>();
let channel: Channel | undefined;
let settling = false;

export function words(text: string | null): string[] {
  return (text ?? "").split(/[\s,]+/).filter(Boolean);
}

function wanted(): Set<string> {
  return new Set([...wishes.values()].flat());
}

function tell(topics: readonly string[]): void {
  for (const topic of heard(wanted(), topics)) {
    document.body.dispatchEvent(new CustomEvent(`kck:${topic}`, { bubbles: true }));
  }
}

function state(open: boolean): void {
  document.dispatchEvent(new CustomEvent("kck-connection", { detail: open }));
}

/** A swap removes and adds elements in one go: the wishes are sent once after it. */
function changed(): void {
  if (settling) return;
  settling = true;
  queueMicrotask(() => {
    settling = false;
    const topics = [...wanted()];
    if (!channel && !topics.length) return;
    channel ??= connect({ topics: tell, state });
    channel.want(topics);
  });
}

export class LiveTopics extends HTMLElement {
  static readonly observedAttributes = ["topics"];

  connectedCallback(): void {
    wishes.set(this, words(this.getAttribute("topics")));
    changed();
  }

  disconnectedCallback(): void {
    wishes.delete(this);
    changed();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.connectedCallback();
  }
}

export class LiveStatus extends HTMLElement {
  #timer: number | undefined;
  #open = true;

  connectedCallback(): void {
    document.addEventListener("kck-connection", this.#changed);
  }

  disconnectedCallback(): void {
    document.removeEventListener("kck-connection", this.#changed);
    clearTimeout(this.#timer);
  }

  readonly #changed = (event: Event): void => {
    const open = (event as CustomEvent<boolean>).detail;
    if (open === this.#open) return; // every attempt that fails says so again
    this.#open = open;
    clearTimeout(this.#timer);
    if (!open) this.#timer = window.setTimeout(() => this.#lost(), PATIENCE);
    else if (this.hasAttribute("data-lost")) this.#back();
  };

  #lost(): void {
    this.toggleAttribute("data-lost", true);
    this.textContent = this.getAttribute("text-lost");
  }

  #back(): void {
    this.textContent = this.getAttribute("text-back");
    this.#timer = window.setTimeout(() => {
      this.toggleAttribute("data-lost", false);
      this.textContent = "";
    }, PATIENCE);
  }
}

customElements.define("live-topics", LiveTopics);
customElements.define("live-status", LiveStatus);
