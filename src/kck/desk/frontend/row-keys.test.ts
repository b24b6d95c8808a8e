// @vitest-environment happy-dom
import { nextRow } from "./row-keys";

function row(number: string): string {
  return `<tr data-number="${number}"><td><a href="#">${number}</a></td></tr>`;
}

function rows(...numbers: string[]): string {
  return `<table><tbody>${numbers.map(row).join("")}</tbody></table>`;
}

function press(key: string): void {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}

test("j goes down and k up, and neither leaves the list", () => {
  expect(nextRow(-1, 3, "j")).toBe(0);
  expect(nextRow(2, 3, "j")).toBe(2);
  expect(nextRow(1, 3, "k")).toBe(0);
  expect(nextRow(0, 3, "k")).toBe(0);
  expect(nextRow(-1, 0, "j")).toBe(-1);
});

test("the marked row stays marked when the rows are new", () => {
  document.body.innerHTML = `<row-keys for="queue"></row-keys><section id="queue">${rows("1", "2")}</section>`;
  press("j");
  press("j");
  document.getElementById("queue")!.innerHTML = rows("0", "1", "2");
  document.dispatchEvent(new Event("htmx:after:swap"));

  expect(document.querySelector<HTMLElement>("tr[aria-current]")?.dataset["number"]).toBe("2");
});

function opened(): string[] {
  const seen: string[] = [];
  document.getElementById("queue")!.addEventListener("click", (event) => {
    event.preventDefault();
    seen.push((event.target as HTMLElement).textContent ?? "");
  });
  return seen;
}

test("Enter opens the first row where none is marked, and the marked one after", () => {
  document.body.innerHTML = `<row-keys for="queue"></row-keys><section id="queue">${rows("1", "2")}</section>`;
  const seen = opened();

  press("Enter");
  press("j");
  press("j");
  press("Enter");

  expect(seen).toEqual(["1", "2"]);
});

test("Enter stays with what has the focus", () => {
  document.body.innerHTML = `<row-keys for="queue"></row-keys><button>x</button><section id="queue">${rows("1")}</section>`;
  const seen = opened();

  document.querySelector("button")!.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  document.body.insertAdjacentHTML("beforeend", "<dialog open></dialog>");
  press("Enter");

  expect(seen).toEqual([]);
});
