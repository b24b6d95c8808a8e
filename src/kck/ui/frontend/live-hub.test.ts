import { Hub, RECALLED, heard } from "./live-hub";

test("a page hears only its own topics", () => {
  const hub = new Hub<string>();
  hub.want("queue", ["unit:7"]);
  hub.want("case", ["case:123", "unit:7"]);

  expect([...hub.deliver(["case:123"])]).toEqual([["case", ["case:123"]]]);
  expect([...hub.deliver(["unit:7"])].map(([page]) => page)).toEqual(["queue", "case"]);
  expect([...hub.deliver(["unit:8"])]).toEqual([]);
});

test("a star wakes every wish, and no page without one", () => {
  const hub = new Hub<string>();
  hub.want("queue", ["unit:7"]);
  hub.want("idle", []);

  expect([...hub.deliver(["*"])]).toEqual([["queue", ["unit:7"]]]);
  expect(heard(new Set(["a", "b"]), ["*"])).toEqual(["a", "b"]);
});

test("twelve tabs with the same wishes make one short address", () => {
  const hub = new Hub<number>();
  for (let tab = 0; tab < 12; tab++) hub.want(tab, tab % 2 ? ["unit:7", "case:1"] : ["case:1", "unit:7"]);

  expect(hub.wanted()).toEqual(["case:1", "unit:7"]);
});

test("a tab that left is forgotten with its wishes", () => {
  const hub = new Hub<string>();
  hub.want("one", ["unit:7"]);
  hub.leave("one");

  expect(hub.wanted()).toEqual([]);
  expect(hub.pages()).toEqual([]);
});

test("a page that comes a moment later hears what was told on its way, once", () => {
  let now = 0;
  const hub = new Hub<string>(() => now);
  hub.want("before", ["unit:7"]);
  expect([...hub.deliver(["unit:7", "unit:8"])]).toHaveLength(1);
  now = RECALLED - 1;

  expect(hub.want("after", ["unit:7"])).toEqual(["unit:7"]);
  expect(hub.want("after", ["unit:7", "case:1"])).toEqual([]);
  now = RECALLED + 1;
  expect(hub.want("late", ["unit:7"])).toEqual([]);
});
