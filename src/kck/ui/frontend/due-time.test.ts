// @vitest-environment happy-dom
import { cityTime } from "./clock";
import { untilDue } from "./due-time";

const at = new Date("2026-02-02T09:00:00+01:00");
const polish = new Intl.RelativeTimeFormat("pl", { numeric: "auto" });
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);

test.each([
  [5, "za 5 minut"],
  [59, "za 59 minut"],
  [60, "za 1 godzinę"],
  [5 * 60, "za 5 godzin"],
  [47 * 60, "za 47 godzin"],
  [48 * 60, "pojutrze"],
  [5 * 1440, "za 5 dni"],
  [-90, "1 godzinę temu"],
  [-30, "30 minut temu"],
])("%d minutes are said in the unit that people use", (minutes, words) => {
  expect(untilDue(later(minutes), at, polish)).toBe(words);
});

test("the city's clock runs on from what the page said, at its own rate", () => {
  expect(cityTime(at, 1, 60_000)).toEqual(later(1));
  expect(cityTime(at, 10, 60_000)).toEqual(later(10));
});
