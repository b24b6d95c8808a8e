/** This phone: whose pages these are, its outbox, and when to try sending. */

import { nextTry, type Item } from "./outbox-rules";
import { Store } from "./outbox-store";
import { lineTo, sendAll, type Round } from "./sender";

export const CHANGED = "kck-outbox";
const LOCK = "kck-field-send";

function owner(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="kck-owner"]')?.content ?? "";
}

export const home = document.body.dataset["home"] ?? "/teren/";
/** None where there is nobody, or where the browser keeps nothing. */
export const store = owner() && "indexedDB" in globalThis ? new Store(owner()) : null;
export let round: Round = "done";

const others = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANGED) : null;
let timer: number | undefined;

export function told(): void {
  document.dispatchEvent(new Event(CHANGED));
  others?.postMessage("");
}

/** One tab sends at a time; the server tells doubles apart where a browser has no locks. */
export async function sendNow(force = false): Promise<void> {
  if (!store) return;
  if (!("locks" in navigator)) return send(force);
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    // another tab, or the worker, is at it: whatever it leaves is tried by this page
    await (lock ? send(force) : later());
  });
}

async function send(force: boolean): Promise<void> {
  if (!store) return;
  round = await sendAll(store, lineTo(home), store.owner, told, force);
  told();
  await later();
}

async function later(): Promise<void> {
  clearTimeout(timer);
  const wait = nextTry((await store?.items()) ?? [], Date.now());
  if (wait !== null) timer = window.setTimeout(() => void sendNow(), Math.max(wait, 5_000));
}

/** Kept first, then sent: after this the page may be killed. */
export async function queue(item: Item, photos: Parameters<Store["add"]>[1], draft: string): Promise<void> {
  await store?.add(item, photos, draft);
  void navigator.storage?.persist?.();
  told();
  void askWorker();
}

/** Where the browser can, it sends even after the page is closed. */
async function askWorker(): Promise<void> {
  try {
    const ready = (await navigator.serviceWorker?.ready) as unknown as { sync?: { register(tag: string): Promise<void> } };
    await ready.sync?.register(CHANGED);
  } catch {
    // the page sends when it is open
  }
}

export function begin(): void {
  if (!store) return;
  others?.addEventListener("message", () => document.dispatchEvent(new Event(CHANGED)));
  addEventListener("online", () => void sendNow(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void sendNow(true);
  });
  void sendNow(true);
}
