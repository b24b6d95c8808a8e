/** `<outbox-badge href="…" text-…>` in the bar of every page: network, and what waits here. */

import { tally } from "./outbox-rules";
import { CHANGED, round, store } from "./phone";

const LITTLE = 30_000_000;

export class OutboxBadge extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener(CHANGED, this.#show);
    addEventListener("online", this.#show);
    addEventListener("offline", this.#show);
    this.#show();
  }

  disconnectedCallback(): void {
    document.removeEventListener(CHANGED, this.#show);
    removeEventListener("online", this.#show);
    removeEventListener("offline", this.#show);
  }

  readonly #show = (): void => void this.#draw();

  async #draw(): Promise<void> {
    const { waits, sending, clash } = tally((await store?.items()) ?? []);
    const words = [
      navigator.onLine ? "" : this.#text("offline"),
      clash ? this.#text("clash", clash) : "",
      sending ? this.#text("sending", sending) : "",
      waits ? this.#text("waits", waits) : "",
      round === "signed-out" && waits ? this.#text("signed-out") : "",
      (await isFull()) ? this.#text("full") : "",
    ].filter(Boolean);
    const link = document.createElement("a");
    link.href = this.getAttribute("href") ?? "";
    link.textContent = words.join(" · ");
    if (this.textContent !== link.textContent) this.replaceChildren(...(words.length ? [link] : []));
    this.toggleAttribute("data-clash", clash > 0);
  }

  #text(name: string, number = 0): string {
    return (this.getAttribute(`text-${name}`) ?? "").replace("%d", String(number));
  }
}

async function isFull(): Promise<boolean> {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  return quota !== undefined && usage !== undefined && quota - usage < LITTLE;
}

customElements.define("outbox-badge", OutboxBadge);
