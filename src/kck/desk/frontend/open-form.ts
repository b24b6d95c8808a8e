/** `<open-form>` puts the cursor where one writes; Escape or "cancel" closes it without a page. */

export class OpenForm extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.#clicked);
    this.addEventListener("keydown", this.#pressed);
    requestAnimationFrame(() => this.#first()?.focus());
  }

  #first(): HTMLElement | null {
    const wrong = this.querySelector<HTMLElement>("[aria-invalid]");
    return wrong ?? this.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select");
  }

  readonly #clicked = (event: Event): void => {
    if (!(event.target as Element).closest("[data-close-form]")) return;
    event.preventDefault();
    this.remove();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.querySelector("form")?.requestSubmit();
    }
    if (event.altKey && event.code === "KeyP") {
      event.preventDefault();
      this.querySelector<HTMLElement>("[data-preview]")?.click();
    }
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const typed = [...this.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
    // what was typed is not thrown away by one key
    if (typed) (document.activeElement as HTMLElement | null)?.blur();
    else this.remove();
  };
}

customElements.define("open-form", OpenForm);
