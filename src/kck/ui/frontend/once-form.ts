/** `<once-form text-busy="Wysyłamy…"><form>…</form></once-form>`: a second click sends nothing. */

/** After this long the network has probably swallowed it; the server tells doubles apart. */
const FORGET = 120_000;

export class OnceForm extends HTMLElement {
  #button: HTMLElement | null = null;
  #words = "";
  #since = 0;

  connectedCallback(): void {
    this.addEventListener("submit", this.#submitted, true);
    addEventListener("pageshow", this.#again);
    // a form sent by htmx stays on the page: it may be sent again once it was answered
    this.addEventListener("htmx:finally:request", this.#again);
  }

  disconnectedCallback(): void {
    removeEventListener("pageshow", this.#again);
    this.removeEventListener("submit", this.#submitted, true);
    this.removeEventListener("htmx:finally:request", this.#again);
  }

  readonly #submitted = (event: SubmitEvent): void => {
    if (this.#since && Date.now() - this.#since < FORGET) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.defaultPrevented) return;
    this.#busy(event.submitter);
  };

  #busy(button: HTMLElement | null): void {
    this.#since = Date.now();
    this.setAttribute("aria-busy", "true");
    if (!button) return;
    this.#button = button;
    this.#words = button.innerHTML;
    button.toggleAttribute("data-busy", true);
    const busy = this.getAttribute("text-busy");
    // not `disabled`: its name and value must still travel
    if (busy) button.textContent = busy;
  }

  readonly #again = (): void => {
    this.#since = 0;
    this.removeAttribute("aria-busy");
    if (!this.#button) return;
    this.#button.removeAttribute("data-busy");
    this.#button.innerHTML = this.#words;
    this.#button = null;
  };
}

customElements.define("once-form", OnceForm);
