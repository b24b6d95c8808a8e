import { askAddress, filled, moved, suggestionsOf, worthAsking } from "./suggestion";

test("arrows go round through the typed text", () => {
  expect(moved(-1, 3, "ArrowDown")).toBe(0);
  expect(moved(2, 3, "ArrowDown")).toBe(-1);
  expect(moved(-1, 3, "ArrowUp")).toBe(2);
  expect(moved(0, 3, "ArrowUp")).toBe(-1);
  expect(moved(-1, 0, "ArrowDown")).toBe(-1);
});

test("one letter is not worth a question", () => {
  expect(worthAsking(" a ")).toBe(false);
  expect(worthAsking("wi")).toBe(true);
});

test("the question keeps Polish letters and other parameters", () => {
  expect(askAddress("/places/suggest", " Łąkowa 3 ")).toBe("/places/suggest?q=%C5%81%C4%85kowa%203");
  expect(askAddress("/places/suggest?near=1", "a&b")).toBe("/places/suggest?near=1&q=a%26b");
});

test("a place without a point empties the hidden fields", () => {
  expect(filled({ label: "Wielicka 12", lat: 50.0123456789, lon: 19.96, kind: "address", value: "x" })).toEqual({
    lat: "50.012346",
    lon: "19.960000",
    kind: "address",
    value: "x",
  });
  expect(filled(null)).toEqual({ lat: "", lon: "", kind: "", value: "" });
  expect(filled({ label: "Wielicka", lat: null, lon: null })).toMatchObject({ lat: "", lon: "" });
});

test("both shapes of an answer are read", () => {
  expect(suggestionsOf([{ label: "a" }])).toEqual([{ label: "a" }]);
  expect(suggestionsOf({ suggestions: [{ label: "b" }] })).toEqual([{ label: "b" }]);
  expect(suggestionsOf({ error: "…" })).toEqual([]);
  expect(suggestionsOf(null)).toEqual([]);
});
