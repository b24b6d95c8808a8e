import { keyOf, lock, unlock } from "./draft-store";

const SECRET = btoa("k".repeat(32));

test("what is kept by somebody else is read only with the key it was closed with", async () => {
  const closed = await lock(await keyOf(SECRET), "Dziura przy Długiej");

  expect(closed).not.toContain("Dziura");
  expect(await unlock(await keyOf(SECRET), closed)).toBe("Dziura przy Długiej");
  expect(await unlock(await keyOf(btoa("x".repeat(32))), closed)).toBe("");
});

test.each(["", "widget-7", "AAAA", btoa("x".repeat(40))])("%s was closed by nobody", async (name) => {
  expect(await unlock(await keyOf(SECRET), name)).toBe("");
});
