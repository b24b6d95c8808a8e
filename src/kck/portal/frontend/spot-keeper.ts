/**
 * `<spot-keeper address="id" lat="id" lon="id" point-of="id">` around address, map and "where I
 * am": says at sending for which address the point stands, so that the server trusts it.
 */

export class SpotKeeper extends HTMLElement {
  #form: HTMLFormElement | null = null;

  connectedCallback(): void {
    this.#form = this.closest("form");
    this.#form?.addEventListener("submit", this.#sending);
  }

  disconnectedCallback(): void {
    this.#form?.removeEventListener("submit", this.#sending);
  }

  #input(name: string): HTMLInputElement | null {
    return document.getElementById(this.getAttribute(name) ?? "") as HTMLInputElement | null;
  }

  /** Typing empties the point, so a point that is there belongs to the words beside it. */
  readonly #sending = (): void => {
    const target = this.#input("point-of");
    if (!target || !this.#input("lat")?.value) return;
    target.value = this.#input("address")?.value ?? "";
  };
}

customElements.define("spot-keeper", SpotKeeper);
