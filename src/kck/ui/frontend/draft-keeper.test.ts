// @vitest-environment happy-dom
import { mayKeep, readDraft, restore, storageKey, valuesOf } from "./draft-keeper";
import { show } from "./test-page";

const opened = async (): Promise<void> => new Promise((done) => setTimeout(done));

const form = (inside: string): HTMLFormElement => {
  show(`<form>${inside}</form>`);
  return document.querySelector("form")!;
};
const fields = `
  <textarea name="text"></textarea><input type="text" name="where">
  <input type="radio" name="group" value="a"><input type="radio" name="group" value="b">
  <input type="email" name="email"><input type="text" name="name" autocomplete="name">
  <input type="password" name="p"><input type="hidden" name="csrf"><input type="file" name="photo">
  <input type="checkbox" name="consent" value="1"><input type="text" name="secret" data-no-draft>`;

test("words are kept; contact data, passwords, files, ticks and tokens are not", () => {
  const kept = [...form(fields).querySelectorAll<HTMLInputElement>("[name]")].filter(mayKeep).map((field) => field.name);

  expect([...new Set(kept)]).toEqual(["text", "where", "group"]);
});

test("a draft is a day old at most", () => {
  const raw = JSON.stringify({ at: 0, values: { text: "dziura" } });

  expect(readDraft(raw, 23 * 3600 * 1000)?.values).toEqual({ text: "dziura" });
  expect(readDraft(raw, 25 * 3600 * 1000)).toBeNull();
  expect(readDraft("{broken", 0)).toBeNull();
  expect(readDraft(null, 0)).toBeNull();
});

test("what was typed comes back", () => {
  const before = form(fields);
  before.querySelector("textarea")!.value = "dziura";
  before.querySelector<HTMLInputElement>("[value=b]")!.checked = true;
  const values = valuesOf(before);

  const after = form(fields);
  expect(restore(after, values)).toBe(2);
  expect(after.querySelector("textarea")!.value).toBe("dziura");
  expect(after.querySelector<HTMLInputElement>("[value=b]")!.checked).toBe(true);
});

test("what the server knows wins over the draft", () => {
  const known = form('<textarea name="text">z serwera</textarea><input type="radio" name="g" value="a" checked><input type="radio" name="g" value="b">');

  expect(restore(known, { text: "stare", g: "b" })).toBe(0);
  expect(known.querySelector("textarea")!.value).toBe("z serwera");
});

test("the desk's shared computers keep nothing unless asked", async () => {
  localStorage.setItem(storageKey("n"), JSON.stringify({ at: Date.now(), values: { text: "dziura" } }));
  document.body.className = "desk";
  show('<draft-keeper key="n"><form><textarea name="text"></textarea></form></draft-keeper>');
  await opened();
  expect(document.querySelector("textarea")!.value).toBe("");

  show('<draft-keeper key="n" even-shared><form><textarea name="text"></textarea></form></draft-keeper>');
  await opened();
  expect(document.querySelector("textarea")!.value).toBe("dziura");
  document.body.className = "";
});

test("the page of thanks forgets the draft", async () => {
  localStorage.setItem(storageKey("report"), "{}");
  show('<draft-done key="report"></draft-done>');
  await opened();

  expect(localStorage.getItem(storageKey("report"))).toBeNull();
});

test("all pages of a report are forgotten, and of no other", async () => {
  for (const key of ["report-what", "report-where", "report1-what", "reports"]) localStorage.setItem(storageKey(key), "{}");
  show('<draft-done key="report"></draft-done>');
  await opened();

  expect(["report-what", "report-where", "report1-what", "reports"].map((key) => localStorage.getItem(storageKey(key)))).toEqual([null, null, "{}", "{}"]);
});

test("beginning again keeps nothing of what still stands in the fields", async () => {
  show(`<draft-keeper key="report-what"><form><textarea name="text"></textarea></form></draft-keeper>
    <draft-done key="report"><form id="again"></form></draft-done>`);
  await opened();
  document.querySelector("textarea")!.value = "dziura";
  dispatchEvent(new Event("pagehide"));
  expect(localStorage.getItem(storageKey("report-what"))).toContain("dziura");

  document.querySelector("#again")!.dispatchEvent(new Event("submit", { bubbles: true }));
  await opened();
  dispatchEvent(new Event("pagehide"));

  expect(localStorage.getItem(storageKey("report-what"))).toBeNull();
});
