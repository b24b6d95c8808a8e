/**
 * One script tag for any page: `<kck-report>` and `<kck-status>` become frames with our form.
 *
 *   <script src="https://kck.example/embed/kck.js" async></script>
 *   <kck-report lang="pl" scheme="auto" accent="#0b6e4f"><a href="…">Zgłoś problem</a></kck-report>
 *
 * The words between the tags are what readers without JavaScript get. With `data-widget="report"`
 * the script puts the element where it stands itself. No cookies, no other requests.
 */

import { frameAddress, heightOf, type Kept, keptAfter, keptIn, titleOf, type Widget } from "./embed-rules";

const own = document.currentScript as HTMLScriptElement | null;
const site = own ? new URL(own.src).origin : "";

/** None where the page is not allowed any. */
function memory(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

abstract class KckFrame extends HTMLElement {
  abstract readonly widget: Widget;
  #frame = document.createElement("iframe");
  #key = "";
  #kept: Kept = { at: "", typed: "" };

  connectedCallback(): void {
    addEventListener("message", this.#hear);
    if (this.#frame.isConnected) return;
    const language = this.getAttribute("lang") ?? document.documentElement.lang.slice(0, 2);
    const asked = (name: string): string => this.getAttribute(name) ?? "";
    const address = frameAddress(site, this.widget, language, location.origin, asked);
    this.#key = `kck ${address}`;
    this.#kept = keptIn(memory()?.getItem(this.#key) ?? null);
    this.#frame.name = this.#kept.typed;
    this.#frame.src = this.#kept.at ? site + this.#kept.at : address;
    this.#frame.title = this.getAttribute("title") ?? titleOf(this.widget, language);
    // without its own `allow` a frame of another site is not told where the resident is, nor copies
    this.#frame.allow = `geolocation ${site}; clipboard-write ${site}`;
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
    this.#keep(keptAfter(this.#kept, event.data));
    const height = heightOf(event.data);
    if (height) this.#frame.style.blockSize = `${height}px`;
    const turned = (event.data as { kck?: unknown } | null)?.kck === "turned";
    if (turned && this.#frame.getBoundingClientRect().top < 0) this.#frame.scrollIntoView();
  };

  /** Until this tab is closed or the report sent. What is typed comes closed, see `draft-store`. */
  #keep(kept: Kept | null): void {
    if (kept === this.#kept) return;
    this.#kept = kept ?? { at: "", typed: "" };
    if (kept) memory()?.setItem(this.#key, JSON.stringify(kept));
    else memory()?.removeItem(this.#key);
  }
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
