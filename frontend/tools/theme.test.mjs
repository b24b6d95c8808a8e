import { readFileSync } from "node:fs";
import { stamp } from "./theme.mjs";

test("the committed theme was made from the committed config", () => {
  const css = readFileSync(new URL("../theme/city.css", import.meta.url), "utf8");

  expect(css.startsWith(stamp())).toBe(true);
});
