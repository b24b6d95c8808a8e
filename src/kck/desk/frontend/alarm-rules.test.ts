import { fresh, soundOf } from "./alarm-rules";

test("nothing is heard before the first key or click, and the page can say so", () => {
  expect(soundOf(false, false)).toBe("waits");
  expect(soundOf(false, true)).toBe("heard");
});

test("whoever has switched it off is not asked for a click", () => {
  expect(soundOf(true, false)).toBe("muted");
  expect(soundOf(true, true)).toBe("muted");
});

test("only what is new rings", () => {
  expect(fresh(["1", "2"], new Set(["1"]))).toEqual(["2"]);
  expect(fresh(["1"], new Set(["1", "2"]))).toEqual([]);
});
