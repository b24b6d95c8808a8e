/** `<case-outbox number="…">`: what was done to this case on this phone and how far it has come. */

import { inOrder } from "./outbox-rules";
import { CHANGED, store } from "./phone";

export class CaseOutbox extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener(CHANGED, this.#show);
    this.#show();
  }

  disconnectedCallback(): void {
    document.removeEventListener(CHANGED, this.#show);
  }

  readonly #show = (): void => void this.#draw();

  async #draw(): Promise<void> {
    const number = this.getAttribute("number");
    const items = inOrder((await store?.items()) ?? []).filter((item) => item.number === number);
    this.replaceChildren(
      ...items.map((item) => {
        const line = document.createElement("a");
        line.href = this.getAttribute("href") ?? "";
        line.dataset["state"] = item.state;
        const act = this.ownerDocument.querySelector<HTMLElement>(`#${item.act} > summary`)?.textContent?.trim();
        const name = act ?? this.ownerDocument.querySelector(`outbox-form[act="${item.act}"] button:not([type="button"])`)?.textContent?.trim() ?? item.act;
        line.textContent = (this.getAttribute(`text-${item.state}`) ?? "").replace("%s", name);
        return line;
      }),
    );
  }
}

customElements.define("case-outbox", CaseOutbox);
