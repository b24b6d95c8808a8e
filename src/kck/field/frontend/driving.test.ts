import { readFileSync } from "node:fs";
import { distance, drivingOrder, legs, type Point, type Stop } from "./driving";

interface Example {
  start: Point;
  stops: [key: string, spot: Point | null, band: number][];
  order: string[];
  legs: (number | null)[];
}

const examples = JSON.parse(readFileSync(new URL("./driving.examples.json", import.meta.url), "utf8")) as Example[];
const BASE: Point = [50.0614, 19.9366];

test.each(examples)("the phone drives as the server does: $order.length stops", ({ start, stops, order, legs: ways }) => {
  const found = drivingOrder(
    stops.map(([key, spot, band]) => ({ key, spot, band })),
    start,
  );

  expect(found.map(({ key }) => key)).toEqual(order);
  expect(legs(found, start).map((way) => (way === null ? null : Math.round(way)))).toEqual(ways);
});

test("from elsewhere the way is another", () => {
  const stops: Stop[] = [
    { key: "west", spot: [50.06, 19.88], band: 2 },
    { key: "east", spot: [50.06, 20.02], band: 2 },
  ];

  expect(drivingOrder(stops, [50.06, 20.05]).map(({ key }) => key)).toEqual(["east", "west"]);
  expect(drivingOrder(stops, [50.06, 19.85]).map(({ key }) => key)).toEqual(["west", "east"]);
});

test("a degree of latitude is some 111 km", () => {
  expect(distance(BASE, [51.0614, 19.9366])).toBeCloseTo(111_195, -2);
});
