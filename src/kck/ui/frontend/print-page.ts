/** `<print-page label="Drukuj">` */

import { aButton } from "./a-button";

export class PrintPage extends HTMLElement {
  connectedCallback(): void {
    if (this.firstChild) return;
    const button = aButton(this.getAttribute("label") ?? "", "secondary");
    button.addEventListener("click", () => window.print());
    this.append(button);
  }
}

customElements.define("print-page", PrintPage);
