/** `<for-a-while seconds="20">…</for-a-while>` goes by itself, but never from under the focus. */

export class ForAWhile extends HTMLElement {
  #timer: number | undefined;

  connectedCallback(): void {
    const seconds = Number(this.getAttribute("seconds")) || 20;
    this.#timer = window.setTimeout(() => this.#go(), seconds * 1000);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  #go(): void {
    if (!this.contains(document.activeElement)) this.remove();
    else this.addEventListener("focusout", () => setTimeout(() => this.#go()), { once: true });
  }
}

customElements.define("for-a-while", ForAWhile);
