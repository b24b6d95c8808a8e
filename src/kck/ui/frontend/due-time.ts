/** `<due-time datetime="…">14:00</due-time>` says how long is left and marks what is late. */

import { now } from "./clock";

const MINUTE = 60_000;
const DAY = 1440;
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "auto" });

/** Days are those of the calendar where the moment was written: tomorrow night is not "in 2 days". */
export function untilDue(due: Date, at: Date, format: Intl.RelativeTimeFormat = words, ahead = 0): string {
  const minutes = Math.round((due.getTime() - at.getTime()) / MINUTE);
  if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
  if (Math.abs(minutes) < 2 * DAY) return format.format(Math.round(minutes / 60), "hour");
  return format.format(day(due, ahead) - day(at, ahead), "day");
}

function day(moment: Date, ahead: number): number {
  return Math.floor((moment.getTime() / MINUTE + ahead) / DAY);
}

/** By how many minutes the clock that wrote "…+01:00" is ahead of UTC. */
export function aheadOfUtc(written: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(written) ?? [];
  return sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : 0;
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
    const written = this.getAttribute("datetime") ?? "";
    const due = new Date(written);
    if (Number.isNaN(due.getTime())) return;
    const at = now();
    this.textContent = untilDue(due, at, words, aheadOfUtc(written));
    this.toggleAttribute("data-late", due < at);
  }
}

customElements.define("due-time", DueTime);
