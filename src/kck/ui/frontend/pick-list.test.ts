// @vitest-environment happy-dom
import { show } from "./test-page";
import { folded, matches } from "./pick-list";

test("accents, case and order do not matter", () => {
  expect(folded("Zażółć GĘŚLĄ jaźń Łódź")).toBe("zazolc gesla jazn lodz");
  expect(matches("Dziura / ubytek w jezdni", "JEZD dziu")).toBe(true);
  expect(matches("Dziura / ubytek w jezdni", "jezdnia")).toBe(false);
  expect(matches("Uszkodzony chodnik", "")).toBe(true);
});

test("a few letters leave what matches, and the first of it is chosen", () => {
  show(`<pick-list text-label="kilka liter"><label for="s">Kategoria</label>
    <select id="s"><option value="">-</option><optgroup label="Drogi"><option value="a">Dziura</option>
    <option value="b">Chodnik</option></optgroup><optgroup label="Woda"><option value="c">Wyciek</option></optgroup></select></pick-list>`);
  const input = document.querySelector("input")!;
  const select = document.querySelector("select")!;
  input.value = "chod";
  input.dispatchEvent(new Event("input"));

  expect([...select.options].map((option) => option.value)).toEqual(["b"]);
  expect(select.value).toBe("b");
  input.value = "";
  input.dispatchEvent(new Event("input"));
  expect(select.options).toHaveLength(4);
});

const enter = (): KeyboardEvent => new KeyboardEvent("keydown", { key: "Enter", cancelable: true });

test("enter goes on to the words that are still to be written, and sends where there are none", () => {
  show(`<form><pick-list text-label="kilka liter"><label for="s">Jednostka</label>
    <select id="s"><option value="a">ZDMK</option></select></pick-list><details><input type="text"></details><textarea></textarea></form>`);
  const input = document.querySelector("pick-list input")!;
  const words = document.querySelector("textarea")!;

  expect(input.dispatchEvent(enter())).toBe(false);
  expect(document.activeElement).toBe(words);
  words.value = "To zieleń.";
  expect(input.dispatchEvent(enter())).toBe(true);
});
