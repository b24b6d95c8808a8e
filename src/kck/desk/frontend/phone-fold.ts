/**
 * `<phone-fold name="tools"><details open>…</details></phone-fold>`: on a phone it begins folded,
 * so that the page is short; what somebody unfolded stays so when the page is brought up to date.
 * Without script everything is unfolded.
 */

const chosen = new Map<string, boolean>();

export class PhoneFold extends HTMLElement {
  connectedCallback(): void {
    const details = this.querySelector("details");
    if (!details) return;
    details.open = chosen.get(this.#name) ?? !matchMedia("(max-width: 50rem)").matches;
    // "toggle" comes for the line above too; only a person presses the summary
    details.querySelector("summary")?.addEventListener("click", () => chosen.set(this.#name, !details.open));
  }

  get #name(): string {
    return this.getAttribute("name") ?? "";
  }
}

customElements.define("phone-fold", PhoneFold);
