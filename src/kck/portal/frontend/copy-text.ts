/** `<copy-text text="…" label="Kopiuj" copied="Skopiowano">`: a button only where it works. */

import { aButton } from "../../ui/frontend/a-button";

const SHOWN = 3000;

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
    await navigator.clipboard.writeText(this.getAttribute("text") ?? "");
    const label = this.getAttribute("label") ?? "";
    button.textContent = said.textContent = this.getAttribute("copied");
    window.setTimeout(() => {
      button.textContent = label;
      said.textContent = "";
    }, SHOWN);
  }
}

customElements.define("copy-text", CopyText);
