// @vitest-environment happy-dom
import "./address-suggest";
import { show } from "./test-page";

const page = `
  <address-suggest url="/s" fill-lat="lat" fill-lon="lon" fill-value="value" text-count="Podpowiedzi: %d">
    <div><input id="where"></div>
  </address-suggest>
  <input type="hidden" id="lat" value="1"><input type="hidden" id="lon" value="2"><input type="hidden" id="value">`;
const found = [
  { label: "ul. Wielicka 12", value: "Wielicka 12", detail: "Podgórze", lat: 50.01, lon: 19.96 },
  { label: "ul. Wielka", value: "Wielka ", lat: null, lon: null },
];

async function typed(text: string): Promise<HTMLInputElement> {
  show(page);
  const input = document.querySelector<HTMLInputElement>("#where")!;
  input.value = text;
  input.dispatchEvent(new Event("input"));
  await vi.advanceTimersByTimeAsync(300);
  return input;
}

function press(input: HTMLInputElement, ...keys: string[]): void {
  for (const key of keys) input.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
}

const value = (id: string) => document.querySelector<HTMLInputElement>(`#${id}`)!.value;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", vi.fn(async () => ({ ok: true, json: async () => ({ suggestions: found }) })));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("typing opens a list that a screen reader follows", async () => {
  const input = await typed("wiel");

  expect(input.getAttribute("aria-expanded")).toBe("true");
  expect(document.querySelectorAll("[role=option]")).toHaveLength(2);
  expect(document.querySelector("[role=status]")?.textContent).toBe("Podpowiedzi: 2");
  press(input, "ArrowDown");
  const marked = document.getElementById(input.getAttribute("aria-activedescendant")!);
  expect(marked?.getAttribute("aria-selected")).toBe("true");
});

test("typing forgets the place that was chosen before", async () => {
  await typed("wi");

  expect([value("lat"), value("lon")]).toEqual(["", ""]);
});

test("Enter takes the marked place and its point", async () => {
  const input = await typed("wiel");
  press(input, "ArrowDown", "Enter");

  expect(input.value).toBe("Wielicka 12");
  expect([value("lat"), value("lon"), value("value")]).toEqual(["50.010000", "19.960000", "Wielicka 12"]);
  expect(input.getAttribute("aria-expanded")).toBe("false");
});

test("Enter without a mark leaves the form to be sent", async () => {
  const input = await typed("wiel");
  const enter = new KeyboardEvent("keydown", { key: "Enter", cancelable: true });
  input.dispatchEvent(enter);

  expect(enter.defaultPrevented).toBe(false);
});

test("a street without a point asks on, for its number", async () => {
  const input = await typed("wiel");
  press(input, "ArrowDown", "ArrowDown", "Enter");

  expect(fetch).toHaveBeenCalledTimes(2);
  expect(input.value).toBe("Wielka ");
});

test("Escape closes and keeps the text", async () => {
  const input = await typed("wiel");
  press(input, "Escape");

  expect(input.getAttribute("aria-expanded")).toBe("false");
  expect(input.value).toBe("wiel");
});

test("a server that does not answer leaves a plain text field", async () => {
  vi.stubGlobal("fetch", vi.fn(async () => Promise.reject(new Error("offline"))));
  const input = await typed("wiel");

  expect(input.getAttribute("aria-expanded")).toBe("false");
});
