// @vitest-environment happy-dom
import { shouldSpeak, used } from "./char-count";

test("an emoji is one character, a Windows line break too", () => {
  expect(used("ż😀")).toBe(2);
  expect(used("a\r\nb")).toBe(3);
});

test("it speaks only when the limit is near", () => {
  expect(shouldSpeak(51, 500)).toBe(false);
  expect(shouldSpeak(50, 500)).toBe(true);
  expect(shouldSpeak(-1, 500)).toBe(true);
});

test("it counts what is typed and marks too much", () => {
  document.body.innerHTML =
    '<textarea id="t">abc</textarea><char-count for="t" limit="4" left="Zostało %d" over="Za dużo o %d"></char-count>';
  const count = document.querySelector("char-count")!;
  expect(count.textContent).toBe("Zostało 1");

  const area = document.querySelector("textarea")!;
  area.value = "abcdef";
  area.dispatchEvent(new Event("input"));

  expect(count.textContent).toBe("Za dużo o 2");
  expect(count.hasAttribute("data-over")).toBe(true);
});
