/** `<due-time datetime="…">14:00</due-time>` says how long is left and marks what is late. */

import { now } from "./clock";

const MINUTE = 60_000;
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "auto" });

export function untilDue(due: Date, at: Date, format: Intl.RelativeTimeFormat = words): string {
  const minutes = Math.round((due.getTime() - at.getTime()) / MINUTE);
  if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
  if (Math.abs(minutes) < 48 * 60) return format.format(Math.round(minutes / 60), "hour");
  return format.format(Math.round(minutes / 1440), "day");
}

export class DueTime extends HTMLElement {
  #tick: number | undefined;

  connectedCallback(): void {
    // the exact moment stays at hand for whoever points at it
    if (!this.title) this.title = this.textContent?.trim() ?? "";
    this.#tick = window.setInterval(() => this.#show(), MINUTE);
    this.#show();
  }

  disconnectedCallback(): void {
    clearInterval(this.#tick);
  }

  #show(): void {
    const due = new Date(this.getAttribute("datetime") ?? "");
    if (Number.isNaN(due.getTime())) return;
    const at = now();
    this.textContent = untilDue(due, at);
    this.toggleAttribute("data-late", due < at);
  }
}

customElements.define("due-time", DueTime);
