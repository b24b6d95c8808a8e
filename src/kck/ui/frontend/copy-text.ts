/** `<copy-text text="…" label="Kopiuj" copied="Skopiowano">`: a button only where it works. */

import { aButton } from "./a-button";

const SHOWN = 3000;

/** In a frame of a site that did not allow the clipboard; as it was done before there was one. */
function copyBySelecting(text: string, beside: HTMLElement): void {
  const field = document.createElement("textarea");
  field.value = text;
  beside.after(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  beside.focus();
}

export class CopyText extends HTMLElement {
  connectedCallback(): void {
    if (this.firstChild || !("clipboard" in navigator)) return;
    const button = aButton(this.getAttribute("label") ?? "", "secondary");
    const said = document.createElement("span");
    said.className = "sr-only";
    said.setAttribute("role", "status");
    button.addEventListener("click", () => void this.#copy(button, said));
    this.append(button, said);
  }

  async #copy(button: HTMLButtonElement, said: HTMLElement): Promise<void> {
    const text = this.getAttribute("text") ?? "";
    await navigator.clipboard.writeText(text).catch(() => copyBySelecting(text, button));
    const label = this.getAttribute("label") ?? "";
    button.textContent = said.textContent = this.getAttribute("copied");
    window.setTimeout(() => {
      button.textContent = label;
      said.textContent = "";
    }, SHOWN);
  }
}

customElements.define("copy-text", CopyText);
