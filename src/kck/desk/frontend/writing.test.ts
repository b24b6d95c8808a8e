// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { wordsOf, waitFor } from "./draft-saver";
import { called } from "./mention-box";
import { inserted, opens, ReadyTexts } from "./ready-texts";
import { left } from "./take-back";

describe("a ready text", () => {
  it("begins an empty field", () => {
    expect(inserted("", 0, "Dziękujemy.")).toEqual({ value: "Dziękujemy.", at: 11 });
  });

  it("becomes a paragraph of its own where the cursor is", () => {
    expect(inserted("Dzień dobry. Do widzenia.", 12, "Jedziemy.").value).toBe("Dzień dobry.\n\nJedziemy.\n\nDo widzenia.");
  });

  it("is asked for by a stroke at the beginning of a line, and nowhere else", () => {
    expect(opens("/", "", 0)).toBe(true);
    expect(opens("/", "a\n", 2)).toBe(true);
    expect(opens("/", "24", 2)).toBe(false);
  });

  it("for many readers comes in each of their languages, and shows that it did", () => {
    expect(customElements.get("ready-texts")).toBe(ReadyTexts);
    document.body.innerHTML = `<textarea id="pl"></textarea><input id="used">
      <ready-texts for="pl" used="used" others="id_en id_uk ">
        <button data-ready value="soon" data-body="Jedziemy." data-body-en="We are coming.">Jedziemy</button>
      </ready-texts>
      <details><textarea id="id_en"></textarea><textarea id="id_uk"></textarea></details>`;
    document.querySelector<HTMLElement>("[data-ready]")?.click();
    const said = [...document.querySelectorAll("textarea")].map((one) => one.value);
    expect(said).toEqual(["Jedziemy.", "We are coming.", ""]);
    expect(document.querySelector("details")?.open).toBe(true);
    expect(document.querySelector("input")?.value).toBe("soon");
  });
});

describe("a call by name", () => {
  it("begins with @ after a space", () => {
    expect(called("Pytam @ann", 10)).toEqual({ from: 6, typed: "ann" });
    expect(called("@", 1)).toEqual({ from: 0, typed: "" });
  });

  it("is no address of mail", () => {
    expect(called("jan@example", 11)).toBeNull();
  });
});

describe("a draft", () => {
  it("is kept soon at first, then every few seconds", () => {
    expect(waitFor(0, 100_000)).toBe(700);
    expect(waitFor(100_000, 100_500)).toBe(2500);
  });

  it("holds no files", () => {
    const form = document.createElement("form");
    form.innerHTML = '<textarea name="text">Słowa</textarea><input type="file" name="photos">';
    expect([...wordsOf(form).keys()]).toEqual(["text"]);
  });
});

it("time to take back is never less than none", () => {
  expect(left(5000, 1)).toBe(5);
  expect(left(1000, 9000)).toBe(0);
});
