/**
 * The desk's keys. `data-hotkey="n"` (or "g q": one after the other) on a link, button or field
 * presses or focuses it; `data-hotkey-label` is its line in the list that `?` opens. With
 * `data-hotkey-hidden` it may be out of sight. `data-hotkey-help="j k"` is a line and no more.
 * `<hot-keys text-heading text-off text-on text-close>` stands once in the frame.
 * They can be switched off (WCAG 2.1.4), and they keep still while somebody types.
 * `<html data-hotkeys="on">` says that a key pressed now will be heard.
 */

const PAUSE = 900;
const OFF = "kck-hotkeys-off";
const TYPING = "input:not([type=checkbox],[type=radio],[type=button],[type=submit]), textarea, select, [contenteditable]";

export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export function isCommand(event: Key, typing: boolean): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return !typing && event.key.length === 1;
}

/** A field of a dialog just closed keeps the focus for a moment: nobody types there any more. */
export function isTyping(target: Element | null): boolean {
  return target?.closest(TYPING) != null && target.closest("dialog:not([open])") == null;
}

/** What the last keys mean: the keys of a command, the beginning of one ("wait"), or nothing. */
export function understood(pressed: readonly string[], known: readonly string[]): string | "wait" | null {
  for (let start = 0; start < pressed.length; start++) {
    const tail = pressed.slice(start).join(" ");
    if (known.includes(tail)) return tail;
    if (known.some((keys) => keys.startsWith(`${tail} `))) return "wait";
  }
  return null;
}

function commands(): Map<string, HTMLElement> {
  const found = new Map<string, HTMLElement>();
  const all = [...document.querySelectorAll<HTMLElement>("[data-hotkey]")];
  // a key of the page itself wins over the same one in the frame around it
  for (const element of [...all.filter((one) => one.closest("main")), ...all]) {
    const keys = element.dataset["hotkey"];
    const there = element.hasAttribute("data-hotkey-hidden") || element.checkVisibility?.() !== false;
    if (keys && there && !found.has(keys)) found.set(keys, element);
  }
  return found;
}

/** What this page adds stands first, the ways to other pages ("g …") last. */
function lines(): [string, HTMLElement][] {
  const told = [...document.querySelectorAll<HTMLElement>("[data-hotkey-help]")];
  const all = [...told.map((one): [string, HTMLElement] => [one.dataset["hotkeyHelp"] ?? "", one]), ...commands()];
  return [...all.filter(([keys]) => !keys.startsWith("g ")), ...all.filter(([keys]) => keys.startsWith("g "))];
}

function press(element: HTMLElement): void {
  if (element.matches(TYPING)) {
    element.focus();
    (element as HTMLInputElement).select?.();
  } else {
    element.click();
  }
}

export class HotKeys extends HTMLElement {
  #pressed: string[] = [];
  #timer: number | undefined;
  #dialog: HTMLDialogElement | null = null;

  connectedCallback(): void {
    document.addEventListener("keydown", this.#key);
    // not before the rest of the page's script has run: what a key presses has its behaviour by then
    setTimeout(() => this.isConnected && this.#tell());
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#key);
    delete document.documentElement.dataset["hotkeys"];
  }

  #tell(): void {
    document.documentElement.dataset["hotkeys"] = localStorage.getItem(OFF) ? "off" : "on";
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.repeat || event.defaultPrevented) return;
    if (!isCommand(event, isTyping(event.target as Element | null)) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") return this.#help(event);
    if (localStorage.getItem(OFF)) return;
    this.#add(event);
  };

  #add(event: KeyboardEvent): void {
    clearTimeout(this.#timer);
    this.#pressed.push(event.key.toLowerCase());
    const known = commands();
    const meaning = understood(this.#pressed, [...known.keys()]);
    if (meaning === "wait") {
      this.#timer = window.setTimeout(() => (this.#pressed = []), PAUSE);
      return;
    }
    this.#pressed = [];
    const element = meaning ? known.get(meaning) : undefined;
    if (!element) return;
    event.preventDefault();
    press(element);
  }

  #help(event: KeyboardEvent): void {
    event.preventDefault();
    this.#dialog?.remove();
    this.#dialog = this.#list();
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    this.#dialog.querySelector("h2")?.focus(); // the list is read from its beginning
  }

  #list(): HTMLDialogElement {
    const dialog = document.createElement("dialog");
    dialog.className = "ds-dialog";
    const heading = document.createElement("h2");
    heading.className = "ds-heading";
    heading.dataset["size"] = "sm";
    heading.tabIndex = -1;
    heading.textContent = this.getAttribute("text-heading");
    const list = document.createElement("dl");
    list.className = "hotkeys-list";
    for (const [keys, element] of lines()) list.append(...line(keys, labelOf(element)));
    const stack = document.createElement("div");
    stack.className = "stack";
    stack.append(heading, list, this.#buttons(dialog));
    dialog.append(stack);
    dialog.addEventListener("close", () => dialog.remove());
    return dialog;
  }

  #buttons(dialog: HTMLDialogElement): HTMLElement {
    const row = document.createElement("div");
    row.className = "actions";
    const close = button(this.getAttribute("text-close"), "secondary");
    close.addEventListener("click", () => dialog.close());
    const off = button(this.getAttribute(localStorage.getItem(OFF) ? "text-on" : "text-off"), "tertiary");
    off.addEventListener("click", () => {
      if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
      this.#tell();
      dialog.close();
    });
    row.append(close, off);
    return row;
  }
}

function button(words: string | null, variant: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "ds-button";
  made.dataset["variant"] = variant;
  made.textContent = words;
  return made;
}

function labelOf(element: HTMLElement): string {
  const said = element.dataset["hotkeyLabel"] ?? element.getAttribute("aria-label") ?? element.textContent;
  return said?.trim().replace(/\s+/g, " ") ?? "";
}

function line(keys: string, label: string): [HTMLElement, HTMLElement] {
  const term = document.createElement("dt");
  for (const key of keys.split(" ")) {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    term.append(cap, " ");
  }
  const meaning = document.createElement("dd");
  meaning.textContent = label;
  return [term, meaning];
}

customElements.define("hot-keys", HotKeys);
