import { boundsOf, boxAround, nudge, placeWords, spotOf, written } from "./map-rules";

const square = (x: number, y: number) => [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y]]];

test("a spot needs both numbers, in their limits", () => {
  expect(spotOf("50.06", "19.94")).toEqual({ lat: 50.06, lon: 19.94 });
  expect(spotOf("50,06", "19,94")).toEqual({ lat: 50.06, lon: 19.94 });
  expect(spotOf("", "19.94")).toBeNull();
  expect(spotOf("91", "19.94")).toBeNull();
  expect(spotOf("abc", "19.94")).toBeNull();
  expect(spotOf(null, undefined)).toBeNull();
});

test("coordinates are written to the decimetre", () => {
  expect(written(50.0612345678)).toBe("50.061235");
});

test("bounds are four numbers or nothing", () => {
  expect(boundsOf("19.7,49.9,20.3,50.2")).toEqual([19.7, 49.9, 20.3, 50.2]);
  expect(boundsOf("19.7,49.9")).toBeNull();
  expect(boundsOf(null)).toBeNull();
});

test("arrows move the pin, with Shift finely", () => {
  expect(nudge("ArrowUp", false)).toEqual([0, -10]);
  expect(nudge("ArrowRight", true)).toEqual([1, 0]);
  expect(nudge("Tab", false)).toBeNull();
});

test("the box goes around every part of a district", () => {
  expect(boxAround({ type: "Polygon", coordinates: square(0, 0) })).toEqual([0, 0, 1, 1]);
  expect(boxAround({ type: "MultiPolygon", coordinates: [square(0, 0), square(4, 5)] })).toEqual([0, 0, 5, 6]);
  expect(boxAround({ type: "Polygon", coordinates: [] })).toBeNull();
});

test("outside the city the sentence goes first", () => {
  expect(placeWords({ sentence: "To już Wieliczka.", address: "x" })).toBe("To już Wieliczka.");
  expect(placeWords({ address: "ul. Wielicka 12", district: "Podgórze" })).toBe("ul. Wielicka 12 · Podgórze");
  expect(placeWords({})).toBe("");
});
