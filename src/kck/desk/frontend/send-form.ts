/** `<send-form>` around a form: the cursor where one writes, Ctrl+Enter sends, Escape goes back. */

export class SendForm extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", this.#pressed);
    requestAnimationFrame(() => this.#first()?.focus());
  }

  #first(): HTMLElement | null {
    const fields = "input:not([type=hidden]), textarea, select";
    return this.querySelector<HTMLElement>("[aria-invalid]") ?? this.querySelector<HTMLElement>(fields);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.querySelector("form")?.requestSubmit();
    }
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const typed = [...this.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
    // what was typed is not thrown away by one key
    if (typed) (document.activeElement as HTMLElement | null)?.blur();
    else this.querySelector<HTMLElement>("[data-back]")?.click();
  };
}

customElements.define("send-form", SendForm);
