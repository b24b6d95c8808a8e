/** The outbox in this browser: a database for each person, so that nobody meets another's work. */

import type { Item } from "./outbox-rules";
import type { Outbox, Photo } from "./sender";

const VERSION = 1;
const STORES = ["items", "photos", "drafts"] as const;
type Name = (typeof STORES)[number];

/** A form as it stood: cameras push pages out of a small phone's memory. */
export interface Draft {
  id: string;
  fields: Record<string, string>;
  photos: Photo[];
  at: number;
}

export function databaseOf(owner: string): string {
  return `kck-field-${owner}`;
}

export class Store implements Outbox {
  #opened: Promise<IDBDatabase> | undefined;

  constructor(readonly owner: string) {}

  async items(): Promise<Item[]> {
    return this.#read<Item[]>("items", (store) => store.getAll());
  }

  async photosOf(id: string): Promise<Photo[]> {
    const row = await this.#read<{ photos: Photo[] } | undefined>("photos", (store) => store.get(id));
    return row?.photos ?? [];
  }

  async save(item: Item): Promise<void> {
    await this.#write(["items"], (stores) => stores.items?.put(item));
  }

  /** All of it or nothing: `QuotaExceededError` leaves no half of an item. */
  async add(item: Item, photos: Photo[], draft = ""): Promise<void> {
    await this.#write(["items", "photos", "drafts"], (stores) => {
      stores.photos?.put({ id: item.id, photos });
      stores.items?.put(item);
      if (draft) stores.drafts?.delete(draft);
    });
  }

  /** In the place of another, with that one's photos. */
  async replace(old: string, item: Item): Promise<void> {
    const photos = await this.photosOf(old);
    await this.#write(["items", "photos"], (stores) => {
      stores.photos?.put({ id: item.id, photos });
      stores.items?.put(item);
      if (old !== item.id) {
        stores.items?.delete(old);
        stores.photos?.delete(old);
      }
    });
  }

  async dropPhotos(id: string): Promise<void> {
    await this.#write(["photos"], (stores) => stores.photos?.delete(id));
  }

  async remove(id: string): Promise<void> {
    await this.#write(["items", "photos"], (stores) => {
      stores.items?.delete(id);
      stores.photos?.delete(id);
    });
  }

  async draft(id: string): Promise<Draft | undefined> {
    return this.#read<Draft | undefined>("drafts", (store) => store.get(id));
  }

  async saveDraft(draft: Draft): Promise<void> {
    await this.#write(["drafts"], (stores) => stores.drafts?.put(draft));
  }

  async dropDraft(id: string): Promise<void> {
    await this.#write(["drafts"], (stores) => stores.drafts?.delete(id));
  }

  async dropDrafts(): Promise<void> {
    await this.#write(["drafts"], (stores) => stores.drafts?.clear());
  }

  async wipe(): Promise<void> {
    await this.#write([...STORES], (stores) => {
      for (const name of STORES) stores[name]?.clear();
    });
  }

  #database(): Promise<IDBDatabase> {
    this.#opened ??= new Promise((done, failed) => {
      const opening = indexedDB.open(databaseOf(this.owner), VERSION);
      opening.addEventListener("upgradeneeded", () => {
        for (const name of STORES) opening.result.createObjectStore(name, { keyPath: "id" });
      });
      opening.addEventListener("success", () => done(opening.result));
      opening.addEventListener("error", () => failed(opening.error));
    });
    return this.#opened;
  }

  async #read<T>(name: Name, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
    const request = ask((await this.#database()).transaction(name).objectStore(name));
    return new Promise((done, failed) => {
      request.addEventListener("success", () => done(request.result as T));
      request.addEventListener("error", () => failed(request.error));
    });
  }

  async #write(names: Name[], change: (stores: Partial<Record<Name, IDBObjectStore>>) => unknown): Promise<void> {
    // strict: what the phone says is kept must still be there when its battery is not
    const transaction = (await this.#database()).transaction(names, "readwrite", { durability: "strict" });
    change(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
    return new Promise((done, failed) => {
      transaction.addEventListener("complete", () => done());
      transaction.addEventListener("error", () => failed(transaction.error));
      transaction.addEventListener("abort", () => failed(transaction.error));
    });
  }
}
