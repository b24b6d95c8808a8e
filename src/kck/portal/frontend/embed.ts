/**
 * One script tag for any page: `<kck-report>` and `<kck-status>` become frames with our form.
 *
 *   <script src="https://kck.example/embed/kck.js" async></script>
 *   <kck-report lang="pl" scheme="auto" accent="#0b6e4f"><a href="…">Zgłoś problem</a></kck-report>
 *
 * The words between the tags are what readers without JavaScript get. With `data-widget="report"`
 * the script puts the element where it stands itself. No cookies, no other requests.
 */

import { frameAddress, heightOf, titleOf, type Widget } from "./embed-rules";

const own = document.currentScript as HTMLScriptElement | null;
const site = own ? new URL(own.src).origin : "";

abstract class KckFrame extends HTMLElement {
  abstract readonly widget: Widget;
  #frame = document.createElement("iframe");

  connectedCallback(): void {
    addEventListener("message", this.#hear);
    if (this.#frame.isConnected) return;
    const language = this.getAttribute("lang") ?? document.documentElement.lang.slice(0, 2);
    const asked = (name: string): string => this.getAttribute(name) ?? "";
    this.#frame.src = frameAddress(site, this.widget, language, location.origin, asked);
    this.#frame.title = this.getAttribute("title") ?? titleOf(this.widget, language);
    // without its own `allow` a frame of another site is not told where the resident is
    this.#frame.allow = `geolocation ${site}`;
    this.#frame.setAttribute("referrerpolicy", "origin");
    this.#frame.style.cssText = "display:block;inline-size:100%;block-size:40rem;border:0;color-scheme:light dark";
    this.style.display = "block";
    this.replaceChildren(this.#frame);
  }

  disconnectedCallback(): void {
    removeEventListener("message", this.#hear);
  }

  /** Only our own frame, speaking from our own site, changes anything. */
  readonly #hear = (event: MessageEvent): void => {
    if (event.origin !== site || event.source !== this.#frame.contentWindow) return;
    const height = heightOf(event.data);
    if (height) this.#frame.style.blockSize = `${height}px`;
    const turned = (event.data as { kck?: unknown } | null)?.kck === "turned";
    if (turned && this.#frame.getBoundingClientRect().top < 0) this.#frame.scrollIntoView();
  };
}

class KckReport extends KckFrame {
  readonly widget = "form";
}

class KckStatus extends KckFrame {
  readonly widget = "status";
}

// the tag may stand on a page twice
if (site && !customElements.get("kck-report")) {
  customElements.define("kck-report", KckReport);
  customElements.define("kck-status", KckStatus);
}

const asked = own?.dataset["widget"];
if (own && (asked === "report" || asked === "status")) {
  const element = document.createElement(`kck-${asked}`);
  for (const [name, value] of Object.entries(own.dataset)) if (value) element.setAttribute(name, value);
  own.after(element);
}
