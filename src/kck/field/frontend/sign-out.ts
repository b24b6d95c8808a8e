/** `<sign-out><form>…</form></sign-out>`: what is personal leaves the phone with the person. */

import { forgetAll } from "./keeper";
import { sendNow, store } from "./phone";

export class SignOut extends HTMLElement {
  #asked = false;

  connectedCallback(): void {
    this.querySelector("form")?.addEventListener("submit", (event) => {
      if (this.#asked || !store) return;
      event.preventDefault();
      void this.#leave();
    });
  }

  async #leave(): Promise<void> {
    await sendNow(true);
    const left = ((await store?.items()) ?? []).filter((item) => item.state !== "sent");
    const choice = left.length ? await asked() : "drop";
    if (choice !== "keep" && choice !== "drop") return location.assign(document.querySelector("outbox-badge")?.getAttribute("href") ?? "");
    if (choice === "drop") await store?.wipe();
    else await store?.dropDrafts();
    await forgetAll();
    this.#asked = true;
    this.querySelector("form")?.requestSubmit();
  }
}

async function asked(): Promise<string> {
  const dialog = document.querySelector<HTMLDialogElement>("#field-leave");
  if (!dialog) return "stay";
  dialog.returnValue = "stay";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue), { once: true }));
}

customElements.define("sign-out", SignOut);
