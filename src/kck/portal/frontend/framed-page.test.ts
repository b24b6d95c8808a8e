// @vitest-environment happy-dom
import { cameFromHere } from "./framed-page";

const FRAME = "https://kck.example/embed/eyJk:1x:abc_-9/";

test.each([
  [`${FRAME}report/`, `${FRAME}report/where/`, true],
  ["https://city.example/", `${FRAME}report/`, false],
  ["", `${FRAME}report/`, false],
  ["https://kck.example/embed/other:1:2/report/", `${FRAME}report/`, false],
  [`${FRAME}report/`, "https://kck.example/report/", false],
])("from %s to %s: %s", (before, here, same) => {
  expect(cameFromHere(before, here)).toBe(same);
});
