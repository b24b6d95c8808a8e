/**
 * Where `<draft-keeper>` keeps what is typed: this browser, or, in a frame on another site, where
 * many browsers refuse that, the page around the frame. That page gets it closed with a key that
 * only our own pages are given, in `<framed-page parent="…" secret="…">`.
 */

export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem"> & { names(): string[] };

/** None where the browser refuses it. */
export async function openStore(): Promise<Store | undefined> {
  const page = document.querySelector("framed-page[secret]");
  if (page && window.parent !== window && "subtle" in crypto) return FrameStore.open(page);
  try {
    const own = localStorage;
    return {
      getItem: (name) => own.getItem(name),
      setItem: (name, value) => own.setItem(name, value),
      removeItem: (name) => own.removeItem(name),
      names: () => Object.keys(own),
    };
  } catch {
    return undefined;
  }
}

class FrameStore implements Store {
  private constructor(
    readonly key: CryptoKey,
    readonly parent: string,
    readonly kept: Map<string, string>,
  ) {}

  /** The page around puts what it kept into the frame's name; there it stays from step to step. */
  static async open(page: Element): Promise<FrameStore> {
    const key = await keyOf(page.getAttribute("secret") ?? "");
    const text = await unlock(key, window.name);
    return new FrameStore(key, page.getAttribute("parent") ?? location.origin, new Map(entriesOf(text)));
  }

  getItem(name: string): string | null {
    return this.kept.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this.kept.set(name, value);
    void this.#tell();
  }

  removeItem(name: string): void {
    if (this.kept.delete(name)) void this.#tell();
  }

  names(): string[] {
    return [...this.kept.keys()];
  }

  async #tell(): Promise<void> {
    const closed = this.kept.size ? await lock(this.key, JSON.stringify([...this.kept])) : "";
    window.name = closed;
    window.parent.postMessage({ kckTyped: closed }, this.parent);
  }
}

function entriesOf(text: string): [string, string][] {
  try {
    return JSON.parse(text) as [string, string][];
  } catch {
    return [];
  }
}

export async function keyOf(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytesOf(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
}

export async function lock(key: CryptoKey, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const closed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(text)));
  return btoa(Array.from([...iv, ...closed], (byte) => String.fromCharCode(byte)).join(""));
}

/** Nothing where it was closed with another key, or is something else. */
export async function unlock(key: CryptoKey, closed: string): Promise<string> {
  try {
    const bytes = bytesOf(closed);
    const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, key, bytes.slice(12));
    return new TextDecoder().decode(open);
  } catch {
    return "";
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
