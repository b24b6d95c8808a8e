// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { between, BulkSelect } from "./bulk-select";

const PAGE = `
  <form id="chosen"><input type="hidden" name="all" value="">
    <bulk-select for="queue" text-one="Zaznaczono: %d" text-all="cały widok">
      <button type="button" data-do="open"></button><button type="button" data-do="toggle"></button><button type="button" data-do="page"></button>
      <button type="button" data-do="view"></button><button type="button" data-do="none"></button>
      <div data-bar hidden><span data-said></span><button name="deed" value="accept"></button></div>
    </bulk-select></form>
  <section id="queue"><table><tbody></tbody></table></section>`;

function rows(...ids: string[]): void {
  const made = ids.map((id) => `<tr data-number="n${id}" data-id="${id}"><td><input type="checkbox" name="case" value="${id}" form="chosen"></td></tr>`);
  document.querySelector("tbody")!.innerHTML = made.join("");
  document.dispatchEvent(new Event("htmx:after:swap"));
}

function press(what: string): void {
  document.querySelector<HTMLElement>(`[data-do=${what}]`)!.click();
}

function chosen(): string[] {
  return [...document.querySelectorAll<HTMLInputElement>("input[name=case]:checked")].map((box) => box.value);
}

function stand(id: string): void {
  document.querySelector(`tr[data-id="${id}"]`)!.setAttribute("aria-current", "true");
}

describe("between", () => {
  it("takes what lies between, either way, and one alone when the first is gone", () => {
    expect(between(["1", "2", "3", "4"], "3", "1")).toEqual(["1", "2", "3"]);
    expect(between(["1", "2"], "9", "2")).toEqual(["2"]);
    expect(between(["1", "2"], "1", "9")).toEqual([]);
  });
});

describe("BulkSelect", () => {
  beforeEach(() => {
    document.body.innerHTML = PAGE;
    rows("1", "2", "3");
  });
  afterEach(() => (document.body.innerHTML = ""));

  it("is registered", () => expect(customElements.get("bulk-select")).toBe(BulkSelect));

  it("takes the row one stands on, and lets it go", () => {
    stand("2");
    press("toggle");
    expect(chosen()).toEqual(["2"]);
    expect(document.querySelector<HTMLElement>("[data-bar]")!.hidden).toBe(false);
    press("toggle");
    expect(chosen()).toEqual([]);
    expect(document.querySelector<HTMLElement>("[data-bar]")!.hidden).toBe(true);
  });

  it("opens the row one stands on, else the first", () => {
    const seen: string[] = [];
    for (const row of document.querySelectorAll<HTMLElement>("tbody tr")) {
      row.insertAdjacentHTML("beforeend", `<td><a class="number" href="#${row.dataset["id"]}"></a></td>`);
      row.querySelector("a")!.addEventListener("click", () => seen.push(row.dataset["id"]!));
    }

    press("open");
    stand("2");
    press("open");

    expect(seen).toEqual(["1", "2"]);
  });

  it("remembers what is chosen when rows change, and forgets who is gone", () => {
    press("page");
    rows("2", "3", "4");
    expect(chosen()).toEqual(["2", "3"]);
    expect(document.querySelector("[data-said]")!.textContent).toBe("Zaznaczono: 2");
  });

  it("sends the whole view as one word", () => {
    press("view");
    document.querySelector("form")!.dispatchEvent(new Event("submit"));
    expect(document.querySelector<HTMLInputElement>("input[name=all]")!.value).toBe("1");
    press("none");
    document.querySelector("form")!.dispatchEvent(new Event("submit"));
    expect(document.querySelector<HTMLInputElement>("input[name=all]")!.value).toBe("");
  });

  it("an action without anything chosen is about the current row, or about nothing", () => {
    const button = document.querySelector<HTMLButtonElement>("[name=deed]")!;
    const nothing = new MouseEvent("click", { bubbles: true, cancelable: true });
    button.dispatchEvent(nothing);
    expect(nothing.defaultPrevented).toBe(true);
    stand("3");
    button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    expect(chosen()).toEqual(["3"]);
  });
});
