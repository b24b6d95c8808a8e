/**
 * `<split-text text-apart text-full>` around a report (`[data-whole]`) and the fields of its parts:
 * what is marked in the report becomes the words of the next part that has none.
 */

export function nextEmpty(fields: readonly { value: string }[]): number {
  return fields.findIndex((field) => field.value.trim() === "");
}

export class SplitText extends HTMLElement {
  #button: HTMLButtonElement | null = null;

  connectedCallback(): void {
    const whole = this.querySelector<HTMLElement>("[data-whole]");
    if (!whole) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset["variant"] = "secondary";
    button.dataset["size"] = "sm";
    button.dataset["hotkey"] = "x";
    button.dataset["hotkeyLabel"] = button.textContent = this.getAttribute("text-apart") ?? "";
    button.disabled = true;
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the mark stays
    button.addEventListener("click", this.#apart);
    whole.after(button);
    this.#button = button;
    document.addEventListener("selectionchange", this.#marked);
  }

  disconnectedCallback(): void {
    document.removeEventListener("selectionchange", this.#marked);
  }

  #words(): string {
    const marked = document.getSelection();
    const whole = this.querySelector("[data-whole]");
    if (!marked || !whole || !marked.anchorNode || !whole.contains(marked.anchorNode)) return "";
    return marked.toString().trim();
  }

  readonly #marked = (): void => {
    if (this.#button) this.#button.disabled = this.#words() === "";
  };

  readonly #apart = (): void => {
    const words = this.#words();
    const fields = [...this.querySelectorAll<HTMLTextAreaElement>("textarea")];
    const place = nextEmpty(fields);
    const field = fields[place];
    if (!words) return;
    if (!field) {
      this.querySelector<HTMLButtonElement>("button[name=more]")?.focus();
      return;
    }
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.getSelection()?.removeAllRanges();
    field.focus();
  };
}

customElements.define("split-text", SplitText);
