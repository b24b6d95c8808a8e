// @vitest-environment happy-dom
import { words } from "./live";
import { show } from "./test-page";

class FakeSource extends EventTarget {
  static opened: FakeSource[] = [];
  readyState = 0;

  constructor(readonly url: string) {
    super();
    FakeSource.opened.push(this);
  }

  close(): void {}

  say(...topics: string[]): void {
    this.dispatchEvent(new MessageEvent("topic", { data: JSON.stringify({ topics }) }));
  }
}

const last = () => FakeSource.opened.at(-1)!;

beforeAll(() => void vi.stubGlobal("EventSource", FakeSource));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("topics may be separated by spaces or commas", () => {
  expect(words(" case:1, unit:7\n view:x ")).toEqual(["case:1", "unit:7", "view:x"]);
  expect(words(null)).toEqual([]);
});

test("a page hears its own topic as an event that htmx can wait for", async () => {
  show('<live-topics topics="case:123"></live-topics>');
  await vi.runAllTimersAsync();
  const mine = vi.fn();
  const other = vi.fn();
  document.body.addEventListener("kck:case:123", mine);
  document.body.addEventListener("kck:case:4", other);

  last().say("case:123", "case:4");

  expect(last().url).toContain("case%3A123");
  expect(mine).toHaveBeenCalledOnce();
  expect(other).not.toHaveBeenCalled();
});

test("a swapped fragment takes its topics with it", async () => {
  show('<live-topics topics="case:123"></live-topics>');
  await vi.runAllTimersAsync();
  show('<live-topics topics="case:9"></live-topics>');
  await vi.runAllTimersAsync();

  expect(last().url).toBe("/live/?topics=case%3A9");
});

test("a lost connection is said after a moment, and taken back", async () => {
  show('<live-status text-lost="Brak połączenia" text-back="Wróciło"></live-status><live-topics topics="a"></live-topics>');
  await vi.runAllTimersAsync();
  const status = document.querySelector("live-status")!;

  last().dispatchEvent(new Event("error"));
  await vi.advanceTimersByTimeAsync(2000);
  expect(status.textContent).toBe("");
  last().dispatchEvent(new Event("error")); // the browser's own attempts, every two seconds
  await vi.advanceTimersByTimeAsync(3000);
  expect(status.textContent).toBe("Brak połączenia");

  last().dispatchEvent(new Event("open"));
  expect(status.textContent).toBe("Wróciło");
  await vi.advanceTimersByTimeAsync(5000);
  expect(status.hasAttribute("data-lost")).toBe(false);
});
