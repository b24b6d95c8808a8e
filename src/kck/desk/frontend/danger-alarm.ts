/**
 * `<danger-alarm text-…>` around the banner of unseen dangers: a short tone for each new one, and
 * again every twenty seconds while one is unseen. Made by Web Audio: no file. `[data-sound]` says
 * whether it is heard and has the switch, which this browser remembers. `data-rung` counts tones.
 */
import { fresh, soundOf } from "./alarm-rules";

const MUTED = "kck-alarm-muted";
const AGAIN = 20_000;
const NOTES = [880, 660, 880] as const;
const NOTE = 0.18;

export class DangerAlarm extends HTMLElement {
  #context: AudioContext | undefined;
  #known = new Set<string>();
  #watcher: MutationObserver | undefined;
  #timer: number | undefined;
  #rung = 0;

  connectedCallback(): void {
    const panel = this.#panel;
    if (!panel || !("AudioContext" in window)) return;
    panel.hidden = false;
    panel.querySelector("[data-mute]")?.addEventListener("click", this.#toggle);
    document.addEventListener("pointerdown", this.#wake);
    document.addEventListener("keydown", this.#wake);
    this.#watcher = new MutationObserver(() => this.#look());
    this.#watcher.observe(this, { childList: true, subtree: true });
    this.#timer = window.setInterval(() => this.#ring(this.#numbers), AGAIN);
    this.#open();
    this.#look();
  }

  disconnectedCallback(): void {
    document.removeEventListener("pointerdown", this.#wake);
    document.removeEventListener("keydown", this.#wake);
    this.#watcher?.disconnect();
    clearInterval(this.#timer);
    void this.#context?.close();
    this.#context = undefined;
  }

  get #panel(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[data-sound]");
  }

  get #muted(): boolean {
    return localStorage.getItem(MUTED) === "yes";
  }

  get #numbers(): string[] {
    const list = this.querySelector<HTMLElement>("[data-alarms]");
    return (list?.dataset["alarms"] ?? "").split(" ").filter(Boolean);
  }

  #open(): void {
    this.#context = new AudioContext();
    this.#context.addEventListener("statechange", () => {
      this.#say();
      this.#look();
    });
    this.#say();
  }

  /** The first key or click is what the browser waits for. */
  #wake = (): void => {
    if (this.#context?.state === "suspended") void this.#context.resume();
  };

  #toggle = (): void => {
    localStorage.setItem(MUTED, this.#muted ? "no" : "yes");
    this.#say();
  };

  /** What could not be heard yet stays unknown, so that it rings once it can. */
  #look(): void {
    const numbers = this.#numbers;
    if (this.#ring(fresh(numbers, this.#known))) this.#known = new Set(numbers);
  }

  #ring(numbers: readonly string[]): boolean {
    const context = this.#context;
    if (soundOf(this.#muted, context?.state === "running") !== "heard" || !context) return false;
    if (numbers.length > 0) {
      tone(context);
      this.dataset["rung"] = String(++this.#rung);
    }
    return true;
  }

  #say(): void {
    const sound = soundOf(this.#muted, this.#context?.state === "running");
    const state = this.#panel?.querySelector("[data-state]");
    const button = this.#panel?.querySelector("[data-mute]");
    const words = this.getAttribute(`text-${sound}`) ?? "";
    // only what is new, or the watcher above would hear itself
    if (state && state.textContent !== words) state.textContent = words;
    const act = this.getAttribute(this.#muted ? "text-unmute" : "text-mute") ?? "";
    if (button && button.textContent !== act) button.textContent = act;
    this.dataset["state"] = sound;
  }
}

/** Three short notes, each swelling and fading so that nothing cracks. */
function tone(context: AudioContext): void {
  for (const [place, pitch] of NOTES.entries()) {
    const begins = context.currentTime + place * NOTE;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, begins);
    gain.gain.linearRampToValueAtTime(0.25, begins + 0.02);
    gain.gain.linearRampToValueAtTime(0, begins + NOTE);
    const note = context.createOscillator();
    note.frequency.value = pitch;
    note.connect(gain).connect(context.destination);
    note.start(begins);
    note.stop(begins + NOTE);
  }
}

customElements.define("danger-alarm", DangerAlarm);
