/** `<leave-word url="…">` tells colleagues that the case was closed, when its page goes away. */

import { freshToken } from "./signed-out";

export class LeaveWord extends HTMLElement {
  connectedCallback(): void {
    addEventListener("pagehide", this.#say);
  }

  disconnectedCallback(): void {
    removeEventListener("pagehide", this.#say);
  }

  readonly #say = (): void => {
    const words = new FormData();
    words.set("gone", "yes");
    words.set("csrfmiddlewaretoken", freshToken(document.cookie));
    navigator.sendBeacon(this.getAttribute("url") ?? "", words);
  };
}

customElements.define("leave-word", LeaveWord);
