import type { Item, Reply } from "./outbox-rules";
import { bodyOf, sendAll, type Line, type Me, type Outbox, type Photo } from "./sender";

const ME: Me = { owner: "anna", csrf: "token" };
const SENT: Reply = { status: 200, signedOut: false, content: { state: "sent" } };
const NOTHING: Reply = { status: null, signedOut: false, content: null };
const OUT: Reply = { status: 302, signedOut: true, content: null };
const quiet = (): void => undefined;

class Memory implements Outbox {
  readonly rows = new Map<string, Item>();
  readonly photos = new Map<string, Photo[]>();

  constructor(items: Item[]) {
    for (const item of items) this.rows.set(item.id, item);
    for (const item of items) this.photos.set(item.id, [{ name: "po.jpg", type: "image/jpeg", bytes: new ArrayBuffer(3) }]);
  }
  items = async (): Promise<Item[]> => [...this.rows.values()];
  photosOf = async (id: string): Promise<Photo[]> => this.photos.get(id) ?? [];
  save = async (item: Item): Promise<void> => void this.rows.set(item.id, item);
  dropPhotos = async (id: string): Promise<void> => void this.photos.delete(id);
  remove = async (id: string): Promise<void> => void this.rows.delete(id);
  states = (): string => [...this.rows.values()].map(({ id, state }) => `${id}:${state}`).join(" ");
}

/** The server as it is: what came under a key is done once, whether or not its answer arrives. */
class Server implements Line {
  readonly done: string[] = [];
  calls = 0;

  constructor(
    readonly answers: (call: number, item: Item) => Reply = () => SENT,
    readonly who: Me | null | "no-network" = ME,
  ) {}
  me = async (): Promise<Me | null | "no-network"> => this.who;
  send = async (item: Item): Promise<Reply> => {
    if (!this.done.includes(item.id)) this.done.push(item.id);
    this.calls += 1;
    return this.answers(this.calls, item);
  };
}

function anItem(id: string, more: Partial<Item> = {}): Item {
  const now = Date.now();
  return {
    id, number: id, act: "done", category: "", address: "", seen: 1, fields: { text: "x" }, photos: 1,
    madeAt: now, state: "waits", tries: 0, nextAt: 0, ...more,
  };
}

test("everything is sent once and its photos leave the phone", async () => {
  const outbox = new Memory([anItem("a", { madeAt: 1 }), anItem("b", { madeAt: 2 })]);
  const server = new Server();

  expect(await sendAll(outbox, server, "anna", quiet)).toBe("done");

  expect(server.done).toEqual(["a", "b"]);
  expect(outbox.states()).toBe("a:sent b:sent");
  expect(outbox.photos.size).toBe(0);
  expect(await sendAll(outbox, server, "anna", quiet, true)).toBe("done");
  expect(server.calls).toBe(2);
});

test("an answer that was lost is asked for again under the same key", async () => {
  const outbox = new Memory([anItem("a")]);
  const server = new Server((call) => (call === 1 ? NOTHING : SENT));

  expect(await sendAll(outbox, server, "anna", quiet)).toBe("no-network");
  expect(outbox.states()).toBe("a:waits");
  expect(outbox.photos.size).toBe(1);
  await sendAll(outbox, server, "anna", quiet, true);

  expect(server.done).toEqual(["a"]);
  expect(outbox.states()).toBe("a:sent");
});

test("without network nothing is tried, and the rest is not tried after it went", async () => {
  const outbox = new Memory([anItem("a", { madeAt: 1 }), anItem("b", { madeAt: 2 })]);

  expect(await sendAll(outbox, new Server(undefined, "no-network"), "anna", quiet)).toBe("no-network");
  const server = new Server(() => NOTHING);
  expect(await sendAll(outbox, server, "anna", quiet)).toBe("no-network");

  expect(server.calls).toBe(1);
  expect(outbox.states()).toBe("a:waits b:waits");
});

test("somebody else who is signed in on this phone sends nothing of it", async () => {
  const outbox = new Memory([anItem("a")]);
  const server = new Server(undefined, { owner: "piotr", csrf: "his" });

  expect(await sendAll(outbox, server, "anna", quiet)).toBe("signed-out");
  expect(server.calls).toBe(0);
  expect(outbox.states()).toBe("a:waits");
});

test("a session that ends in the middle stops the round and loses nothing", async () => {
  const outbox = new Memory([anItem("a", { madeAt: 1 }), anItem("b", { madeAt: 2 }), anItem("c", { madeAt: 3 })]);
  const server = new Server((call) => (call === 2 ? OUT : SENT));

  expect(await sendAll(outbox, server, "anna", quiet)).toBe("signed-out");

  expect(outbox.states()).toBe("a:sent b:waits c:waits");
  expect(outbox.photos.has("b")).toBe(true);
});

test("a clash stops nothing but itself", async () => {
  const outbox = new Memory([anItem("a", { madeAt: 1 }), anItem("b", { madeAt: 2 })]);
  const server = new Server((_call, { id }) => (id === "a" ? { status: 409, signedOut: false, content: { state: "clash", why: "x" } } : SENT));

  expect(await sendAll(outbox, server, "anna", quiet)).toBe("done");
  expect(outbox.states()).toBe("a:clash b:sent");
  expect(outbox.photos.has("a")).toBe(true);
});

test("a server in trouble gets one try a round for each case", async () => {
  const outbox = new Memory([anItem("a", { madeAt: 1 }), anItem("b", { madeAt: 2, number: "a" }), anItem("c", { madeAt: 3 })]);
  const server = new Server(() => ({ status: 503, signedOut: false, content: null }));

  expect(await sendAll(outbox, server, "anna", quiet)).toBe("done");
  expect(server.done).toEqual(["a", "c"]);
});

test("yesterday's sent ones are swept", async () => {
  const outbox = new Memory([anItem("old", { state: "sent", sentAt: Date.now() - 25 * 3600_000 })]);

  await sendAll(outbox, new Server(), "anna", quiet);

  expect(outbox.rows.size).toBe(0);
});

test("the body says how long ago it was done, not when: clocks of phones are wrong", () => {
  const body = bodyOf(anItem("a", { madeAt: Date.now() - 90_000, fields: { outcome: "done", text: "Gotowe." } }), [
    { name: "po.jpg", type: "image/jpeg", bytes: new ArrayBuffer(5) },
  ]);

  expect(body.get("key")).toBe("a");
  expect(Number(body.get("age"))).toBeGreaterThanOrEqual(90);
  expect(body.get("outcome")).toBe("done");
  expect((body.get("photos") as File).size).toBe(5);
});
