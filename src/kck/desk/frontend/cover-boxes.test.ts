// @vitest-environment happy-dom
import { boxOf, readBoxes, written } from "./cover-boxes";
import { freshToken } from "./signed-out";

test("a box is the same whichever corner it was drawn from, and stays within the photo", () => {
  const box = { left: 10, top: 20, right: 60, bottom: 100 };
  expect(boxOf({ x: 60, y: 120 }, { x: 10, y: 20 })).toEqual(box);
  expect(boxOf({ x: 10, y: 20 }, { x: 60, y: 120 })).toEqual(box);
  expect(written(box)).toBe("10.0 20.0 60.0 100.0");
});

test("what was typed is read back, and lines that are none are left out", () => {
  expect(readBoxes("10 20 30,5 40\n\n7 7")).toEqual([{ left: 10, top: 20, right: 30.5, bottom: 40 }]);
});

test("the fresh token is taken from the cookies", () => {
  expect(freshToken("a=1; csrftoken=abc; b=2")).toBe("abc");
  expect(freshToken("xcsrftoken=abc")).toBe("");
});
