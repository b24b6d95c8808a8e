/**
 * `<framed-page parent="https://…">`: tells the page around this one how high we are, and nobody
 * else, and where the form has got to, so that a reload goes on there. After the first page of a
 * frame the reader is led to the beginning of the next one. With `done` there is nothing to go on with.
 */

export class FramedPage extends HTMLElement {
  #watching: ResizeObserver | undefined;

  connectedCallback(): void {
    if (window.parent === window) return;
    this.#watching = new ResizeObserver(() => this.#say({ kckHeight: document.body.offsetHeight }));
    this.#watching.observe(document.body);
    this.#say({ kckAt: this.hasAttribute("done") ? "" : location.pathname });
    if (cameFromHere(document.referrer, location.href)) this.#begin();
  }

  disconnectedCallback(): void {
    this.#watching?.disconnect();
  }

  #begin(): void {
    this.#say({ kck: "turned" });
    // a summary of errors takes the focus itself
    if (!document.querySelector(".error-summary, ds-error-summary")) {
      document.getElementById("main")?.focus({ preventScroll: true });
    }
  }

  #say(message: object): void {
    window.parent.postMessage(message, this.getAttribute("parent") ?? location.origin);
  }
}

/** Whether the page before this one was another step of the same frame. */
export function cameFromHere(referrer: string, here: string): boolean {
  const frame = /^(.*\/embed\/[^/]+:[^/]+\/)/.exec(here)?.[1];
  return frame !== undefined && referrer.startsWith(frame);
}

customElements.define("framed-page", FramedPage);
