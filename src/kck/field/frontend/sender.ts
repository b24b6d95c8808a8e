/** Sends what waits, one by one, each once. Runs in a page or in the worker: it knows neither. */

import { after, isOld, toSend, verdictOf, type Item, type Reply } from "./outbox-rules";

export interface Photo {
  name: string;
  type: string;
  bytes: ArrayBuffer;
}

export interface Outbox {
  items(): Promise<Item[]>;
  photosOf(id: string): Promise<Photo[]>;
  save(item: Item): Promise<void>;
  dropPhotos(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface Me {
  owner: string;
  csrf: string;
}

/** The way to the server; `me` is null when nobody is signed in, or not the owner. */
export interface Line {
  me(): Promise<Me | null | "no-network">;
  send(item: Item, photos: Photo[], me: Me): Promise<Reply>;
}

export type Round = "done" | "signed-out" | "no-network";

export async function sendAll(
  outbox: Outbox,
  line: Line,
  owner: string,
  told: () => void,
  force = false,
): Promise<Round> {
  await sweep(outbox);
  if (!toSend(await outbox.items(), Date.now(), force).length) return "done";
  const me = await line.me();
  if (me === "no-network") return me;
  if (!me || me.owner !== owner) return "signed-out";
  return oneByOne(outbox, line, me, told, force);
}

async function oneByOne(outbox: Outbox, line: Line, me: Me, told: () => void, force: boolean): Promise<Round> {
  const tried = new Set<string>();
  for (;;) {
    const item = toSend(await outbox.items(), Date.now(), force).find((one) => !tried.has(one.id));
    if (!item) return "done";
    tried.add(item.id);
    await outbox.save({ ...item, state: "sending" });
    told();
    const reply = await line.send(item, await outbox.photosOf(item.id), me);
    await keep(outbox, after(item, reply, Date.now()));
    told();
    const verdict = verdictOf(reply);
    if (verdict === "signed-out") return "signed-out";
    if (verdict === "later" && reply.status === null) return "no-network";
  }
}

async function keep(outbox: Outbox, item: Item): Promise<void> {
  await outbox.save(item);
  if (item.state === "sent") await outbox.dropPhotos(item.id);
}

async function sweep(outbox: Outbox): Promise<void> {
  for (const item of await outbox.items()) if (isOld(item, Date.now())) await outbox.remove(item.id);
}

const TIMEOUT = 90_000;

/** The server, by its own addresses. */
export function lineTo(home: string): Line {
  return {
    async me() {
      const reply = await ask(`${home}me/`, {});
      if (reply.status === null || reply.status >= 500) return "no-network";
      const { owner, csrf } = reply.content ?? {};
      return typeof owner === "string" && typeof csrf === "string" ? { owner, csrf } : null;
    },
    send(item, photos, me) {
      return ask(`${home}${item.number}/${item.act}/`, {
        method: "POST",
        body: bodyOf(item, photos),
        headers: { "X-CSRFToken": me.csrf, "X-Kck-Phone": me.owner },
      });
    },
  };
}

export function bodyOf(item: Item, photos: readonly Photo[]): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(item.fields)) body.set(name, value);
  body.set("key", item.id);
  body.set("seen", String(item.seen));
  body.set("age", String(Math.max(0, Math.round((Date.now() - item.madeAt) / 1000))));
  for (const { name, type, bytes } of photos) body.append("photos", new Blob([bytes], { type }), name);
  return body;
}

async function ask(address: string, options: RequestInit): Promise<Reply> {
  const headers = { Accept: "application/json", ...options.headers };
  try {
    const answer = await fetch(address, {
      ...options,
      headers,
      redirect: "manual",
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    // the door sends who is not signed in elsewhere
    if (answer.type === "opaqueredirect") return { status: 302, signedOut: true, content: null };
    return { status: answer.status, signedOut: false, content: await contentOf(answer) };
  } catch {
    return { status: null, signedOut: false, content: null };
  }
}

async function contentOf(answer: Response): Promise<Record<string, unknown> | null> {
  if (!answer.headers.get("Content-Type")?.includes("json")) return null;
  try {
    return (await answer.json()) as Record<string, unknown>;
  } catch {
    return null;
  }
}
