// @vitest-environment happy-dom
import { nextEmpty } from "./split-text";

test("what is marked goes into the first part that has no words", () => {
  expect(nextEmpty([{ value: "Dziura." }, { value: "  " }, { value: "" }])).toBe(1);
});

test("when all parts have words there is no place for more", () => {
  expect(nextEmpty([{ value: "Dziura." }])).toBe(-1);
  expect(nextEmpty([])).toBe(-1);
});
