// @vitest-environment happy-dom
import { cityTime } from "./clock";
import { aheadOfUtc, untilDue } from "./due-time";

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

test.each([
  ["2026-02-04T23:59:00+01:00", "pojutrze"],
  ["2026-02-05T00:01:00+01:00", "za 3 dni"],
  ["2026-01-31T00:01:00+01:00", "przedwczoraj"],
])("%s is so many days of the calendar away", (written, words) => {
  expect(untilDue(new Date(written), at, polish, aheadOfUtc(written))).toBe(words);
});

test("the zone in which a moment was written", () => {
  expect(aheadOfUtc("2026-02-04T23:59:00+01:00")).toBe(60);
  expect(aheadOfUtc("2026-02-04T23:59:00-03:30")).toBe(-210);
  expect(aheadOfUtc("2026-02-04T22:59:00Z")).toBe(0);
});

test("the city's clock runs on from what the page said, at its own rate", () => {
  expect(cityTime(at, 1, 60_000)).toEqual(later(1));
  expect(cityTime(at, 10, 60_000)).toEqual(later(10));
});
