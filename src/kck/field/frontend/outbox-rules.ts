/** What the outbox decides: no storage, no network, no page. */

export type State = "waits" | "sending" | "sent" | "clash";

export interface Change {
  what: string;
  who: string;
  when: string;
  words: string[];
}

/** One thing done on this phone. `id` is the key under which the server does it once. */
export interface Item {
  id: string;
  number: string;
  act: string;
  category: string;
  address: string;
  seen: number;
  fields: Record<string, string>;
  photos: number;
  madeAt: number;
  state: State;
  tries: number;
  nextAt: number;
  why?: string;
  changes?: Change[];
  seq?: number;
  open?: boolean;
  note?: boolean;
  /** The server could not take it as it is; nobody else is in the way. */
  refused?: boolean;
  sentAt?: number;
}

/** What came back; no status: nothing did. */
export interface Reply {
  status: number | null;
  signedOut: boolean;
  content: Record<string, unknown> | null;
}

export type Verdict = "sent" | "clash" | "later" | "signed-out";

const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 300_000;
const KEEP_SENT = 24 * 3600_000;

export function verdictOf(reply: Reply): Verdict {
  if (reply.signedOut || reply.status === 401 || reply.content?.["state"] === "other-user") return "signed-out";
  const state = reply.content?.["state"];
  if (reply.status === 200 && state === "sent") return "sent";
  if (state === "clash" || state === "refused") return "clash";
  // 403: the token was old; 408, 429 and 5xx pass by themselves, as does a network without answer
  if (reply.status === null || [403, 408, 429].includes(reply.status) || reply.status >= 500) return "later";
  // a page that is no answer of ours: some network's sign-in page, say
  if (reply.status < 400) return "later";
  return "clash";
}

export function waitBefore(tries: number): number {
  return Math.min(FIRST_WAIT * 2 ** Math.max(0, tries - 1), LONGEST_WAIT);
}

/** What to send now, oldest first; a case's next thing waits for the one before it. */
export function toSend(items: readonly Item[], now: number, force = false): Item[] {
  const held = new Set<string>();
  const found: Item[] = [];
  for (const item of inOrder(items)) {
    if (!isPending(item)) continue;
    const due = force || item.nextAt <= now;
    if (due && !held.has(item.number)) found.push(item);
    else held.add(item.number);
  }
  return found;
}

export function inOrder(items: readonly Item[]): Item[] {
  return [...items].sort((one, other) => one.madeAt - other.madeAt || (one.id < other.id ? -1 : 1));
}

/** Not known to have arrived: "sending" too, since a page may be killed in the middle. */
export function isPending(item: Item): boolean {
  return item.state === "waits" || item.state === "sending";
}

export function after(item: Item, reply: Reply, now: number): Item {
  switch (verdictOf(reply)) {
    case "sent":
      return { ...item, state: "sent", sentAt: now, fields: {}, photos: 0 };
    case "clash":
      return { ...item, state: "clash", ...told(reply) };
    case "later":
      return { ...item, state: "waits", tries: item.tries + 1, nextAt: now + waitBefore(item.tries + 1) };
    default:
      return { ...item, state: "waits" };
  }
}

function told(reply: Reply): Partial<Item> {
  const content = reply.content ?? {};
  return {
    why: typeof content["why"] === "string" ? content["why"] : "",
    changes: Array.isArray(content["changes"]) ? (content["changes"] as Change[]) : [],
    seq: Number(content["seq"] ?? 0),
    open: content["open"] === true,
    note: content["note"] === true,
    refused: content["state"] !== "clash",
  };
}

/** The same again, knowing what others did: another key, since it is another request. */
export function anyway(item: Item, id: string): Item {
  return fresh({ ...item, id, seen: item.seq || item.seen });
}

/** What cannot be done any more is at least told, with its photos. */
export function asNote(item: Item, id: string, intro: string): Item {
  const text = [intro, item.fields["text"]].filter(Boolean).join(" ");
  return fresh({ ...item, id, act: "note", fields: { text }, seen: item.seq || item.seen });
}

function fresh(item: Item): Item {
  const { why: _why, changes: _changes, seq: _seq, open: _open, note: _note, refused: _refused, ...rest } = item;
  return { ...rest, state: "waits", tries: 0, nextAt: 0 };
}

export function isOld(item: Item, now: number): boolean {
  return item.state === "sent" && now - (item.sentAt ?? 0) > KEEP_SENT;
}

export interface Tally {
  waits: number;
  sending: number;
  clash: number;
}

export function tally(items: readonly Item[]): Tally {
  const count = (state: State): number => items.filter((item) => item.state === state).length;
  return { waits: count("waits"), sending: count("sending"), clash: count("clash") };
}

/** When to look again by oneself; null: nothing waits. */
export function nextTry(items: readonly Item[], now: number): number | null {
  const pending = items.filter(isPending);
  return pending.length ? Math.max(1_000, Math.min(...pending.map((item) => item.nextAt)) - now) : null;
}

/** What needs somebody first, then what waits; the latest first within each. What was sent: apart. */
export function forReading(items: readonly Item[]): { open: Item[]; sent: Item[] } {
  const latest = inOrder(items).toReversed();
  const clashes = latest.filter((item) => item.state === "clash");
  return { open: [...clashes, ...latest.filter(isPending)], sent: latest.filter((item) => item.state === "sent") };
}

/** The last that happened to a case on this phone. */
export function lastOf(items: readonly Item[], number: string): Item | undefined {
  return inOrder(items).findLast((item) => item.number === number);
}
