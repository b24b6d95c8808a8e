/** `<char-count for="id_text" limit="500" left="Pozostało: %d" over="Za dużo: %d">` */

/** As the server counts: a line break is one character, an emoji is one too. */
export function used(text: string): number {
  return [...text.replaceAll("\r\n", "\n")].length;
}

/** Whole sentence for the eye; spoken only near the limit, so that it does not interrupt. */
export function shouldSpeak(left: number, limit: number): boolean {
  return left < 0 || left <= limit * 0.1;
}

export class CharCount extends HTMLElement {
  #input: HTMLInputElement | HTMLTextAreaElement | null = null;

  connectedCallback(): void {
    this.#input = document.getElementById(this.getAttribute("for") ?? "") as HTMLTextAreaElement | null;
    this.#input?.addEventListener("input", this.#count);
    this.#count();
  }

  disconnectedCallback(): void {
    this.#input?.removeEventListener("input", this.#count);
  }

  readonly #count = (): void => {
    if (!this.#input) return;
    const limit = Number(this.getAttribute("limit"));
    const left = limit - used(this.#input.value);
    const sentence = this.getAttribute(left < 0 ? "over" : "left") ?? "%d";
    this.setAttribute("aria-live", shouldSpeak(left, limit) ? "polite" : "off");
    this.textContent = sentence.replace("%d", String(Math.abs(left)));
    this.toggleAttribute("data-over", left < 0);
  };
}

customElements.define("char-count", CharCount);
