// @vitest-environment happy-dom
import { Stream, addressOf, retryAfter } from "./live-stream";

class FakeSource extends EventTarget {
  readyState = 0;
  closed = false;

  constructor(readonly url: string) {
    super();
  }

  close(): void {
    this.closed = true;
  }
}

function streamWith(listener = { topics: vi.fn(), state: vi.fn() }) {
  const opened: FakeSource[] = [];
  const stream = new Stream(listener, (url) => {
    const source = new FakeSource(url);
    opened.push(source);
    return source as unknown as EventSource;
  });
  return { stream, opened, listener };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("wishes that come together open one stream", () => {
  const { stream, opened } = streamWith();

  stream.ask(["a"]);
  stream.ask(["a", "b"]);
  vi.runAllTimers();

  expect(opened.map((source) => source.url)).toEqual(["/live/?topics=a,b"]);
});

test("the old stream is closed only when the new one speaks", () => {
  const { stream, opened } = streamWith();
  stream.ask(["a"]);
  vi.runAllTimers();
  stream.ask(["a", "b"]);
  vi.runAllTimers();

  expect(opened[0]?.closed).toBe(false);
  opened[1]?.dispatchEvent(new Event("open"));
  expect(opened[0]?.closed).toBe(true);
});

test("the same wishes again change nothing", () => {
  const { stream, opened } = streamWith();
  stream.ask(["a"]);
  vi.runAllTimers();
  stream.ask(["a"]);
  vi.runAllTimers();

  expect(opened).toHaveLength(1);
});

test("topics travel to the listener", () => {
  const { stream, opened, listener } = streamWith();
  stream.ask(["case:1"]);
  vi.runAllTimers();

  opened[0]?.dispatchEvent(new MessageEvent("topic", { data: '{"topics":["case:1"]}' }));

  expect(listener.topics).toHaveBeenCalledWith(["case:1"]);
});

test("a refused stream is opened again, and what was missed is asked for", () => {
  const { stream, opened, listener } = streamWith();
  stream.ask(["a"]);
  vi.runAllTimers();
  const first = opened[0]!;
  first.readyState = 2;
  first.dispatchEvent(new Event("error"));

  expect(listener.state).toHaveBeenLastCalledWith(false);
  vi.runAllTimers();
  opened[1]?.dispatchEvent(new Event("open"));
  expect(listener.state).toHaveBeenLastCalledWith(true);
  expect(listener.topics).toHaveBeenCalledWith(["*"]);
});

test("while the browser itself tries again, no second stream is opened", () => {
  const { stream, opened } = streamWith();
  stream.ask(["a"]);
  vi.runAllTimers();
  opened[0]?.dispatchEvent(new Event("error"));
  vi.runAllTimers();

  expect(opened).toHaveLength(1);
});

test("no wishes, no stream", () => {
  const { stream, opened } = streamWith();
  stream.ask(["a"]);
  vi.runAllTimers();
  stream.ask([]);
  vi.runAllTimers();

  expect(opened).toHaveLength(1);
  expect(opened[0]?.closed).toBe(true);
});

test("attempts grow rarer, up to about a minute", () => {
  expect(retryAfter(0, 0.5)).toBe(2000);
  expect(retryAfter(3, 0.5)).toBe(16_000);
  expect(retryAfter(30, 1)).toBeLessThanOrEqual(78_000);
});

test("topics are written safely into the address", () => {
  expect(addressOf(["view:a&b"])).toBe("/live/?topics=view%3Aa%26b");
});

test("a stream that only looks open is opened anew, and everything is asked for", () => {
  const { stream, opened, listener } = streamWith();
  stream.ask(["a"]);
  vi.advanceTimersByTime(100);
  opened[0]?.dispatchEvent(new Event("open"));
  vi.advanceTimersByTime(30_000);
  opened[0]?.dispatchEvent(new Event("beat"));
  vi.advanceTimersByTime(30_000);
  expect(opened).toHaveLength(1);

  vi.advanceTimersByTime(15_000);
  expect(opened[0]?.closed).toBe(true);
  expect(listener.state).toHaveBeenLastCalledWith(false);
  opened[1]?.dispatchEvent(new Event("open"));
  expect(listener.topics).toHaveBeenCalledWith(["*"]);
  expect(listener.state).toHaveBeenLastCalledWith(true);
});
