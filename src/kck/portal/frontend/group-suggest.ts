/**
 * `<group-suggest url="…" text-input="id_text" name="group" text-suggested="…">` around radio
 * buttons: marks the group that the text seems to be about, until somebody chooses one.
 */

const PAUSE = 600;
const SHORTEST = 8;

export class GroupSuggest extends HTMLElement {
  #timer: number | undefined;
  #asking: AbortController | undefined;
  #chosen = false;
  #say = document.createElement("p");

  connectedCallback(): void {
    this.#chosen = this.#marked !== "";
    this.#say.className = "hint small";
    this.#say.setAttribute("role", "status");
    this.append(this.#say);
    this.addEventListener("change", this.#choose);
    this.#text?.addEventListener("input", this.#typed);
    if (!this.#chosen) this.#typed();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#text?.removeEventListener("input", this.#typed);
  }

  get #text(): HTMLTextAreaElement | null {
    return document.getElementById(this.getAttribute("text-input") ?? "") as HTMLTextAreaElement | null;
  }

  get #radios(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  }

  get #marked(): string {
    return this.#radios.find((radio) => radio.checked)?.value ?? "";
  }

  readonly #choose = (): void => {
    this.#chosen = true;
    this.#say.textContent = "";
  };

  readonly #typed = (): void => {
    clearTimeout(this.#timer);
    const text = this.#text?.value.trim() ?? "";
    if (this.#chosen || text.length < SHORTEST) return;
    this.#timer = window.setTimeout(() => void this.#ask(text), PAUSE);
  };

  async #ask(text: string): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const form = this.closest("form");
    const body = new FormData();
    body.set("text", text);
    body.set("csrfmiddlewaretoken", form?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "");
    try {
      const options = { method: "POST", body, signal: this.#asking.signal };
      const answer = await fetch(this.getAttribute("url") ?? "", options);
      if (answer.ok) this.#mark(((await answer.json()) as { group: string }).group);
    } catch {
      // no network: the resident chooses, or the city does
    }
  }

  #mark(group: string): void {
    if (this.#chosen) return;
    const radio = this.#radios.find((known) => known.value === group);
    if (radio) radio.checked = true;
    this.#say.textContent = group ? this.getAttribute("text-suggested") : "";
  }
}

customElements.define("group-suggest", GroupSuggest);
