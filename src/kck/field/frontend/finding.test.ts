import { isFound } from "./finding";

test.each([
  ["", true],
  ["dlug", true],
  ["DŁUGA 12", true],
  ["dziura", true],
  // not in the middle of a word, and "2" is no house 12
  ["uga", false],
  ["długa 2", false],
  ["26-004512-7", true],
  ["4512", true],
  ["451", false],
  ["inna", false],
])("%s is found: %s", (typed, found) => {
  expect(isFound(typed, "ul. Długa 12\n Dziura w jezdni", "260045127")).toBe(found);
});
