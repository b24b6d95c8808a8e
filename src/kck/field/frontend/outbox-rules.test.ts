import { after, anyway, asNote, forReading, isOld, lastOf, nextTry, tally, toSend, verdictOf, waitBefore, type Item, type Reply } from "./outbox-rules";

const NOW = 1_000_000;

function anItem(id: string, more: Partial<Item> = {}): Item {
  return {
    id,
    number: id,
    act: "done",
    category: "Dziura",
    address: "Długa 1",
    seen: 3,
    fields: { text: "Naprawione na stałe." },
    photos: 1,
    madeAt: NOW,
    state: "waits",
    tries: 0,
    nextAt: 0,
    ...more,
  };
}

function reply(status: number | null, content: Record<string, unknown> | null = null, signedOut = false): Reply {
  return { status, content, signedOut };
}

test.each([
  [reply(200, { state: "sent" }), "sent"],
  [reply(409, { state: "clash" }), "clash"],
  [reply(404, { state: "clash" }), "clash"],
  [reply(422, { state: "refused" }), "clash"],
  [reply(413), "clash"],
  [reply(409, { state: "other-user" }), "signed-out"],
  [reply(302, null, true), "signed-out"],
  [reply(401), "signed-out"],
  [reply(null), "later"],
  [reply(503), "later"],
  [reply(429, { state: "later" }), "later"],
  [reply(403), "later"],
  // the sign-in page of a hotel's network says 200 to everything
  [reply(200), "later"],
])("what an answer means", (answer, verdict) => {
  expect(verdictOf(answer)).toBe(verdict);
});

test("nothing is thought sent that was not said to be", () => {
  for (const answer of [reply(200), reply(204), reply(302), reply(200, { state: "ok" })]) {
    expect(after(anItem("a"), answer, NOW).state).not.toBe("sent");
  }
});

test("what was sent keeps neither words nor photos", () => {
  const sent = after(anItem("a"), reply(200, { state: "sent" }), NOW);

  expect(sent).toMatchObject({ state: "sent", fields: {}, photos: 0, sentAt: NOW });
  expect(isOld(sent, NOW + 23 * 3600_000)).toBe(false);
  expect(isOld(sent, NOW + 25 * 3600_000)).toBe(true);
});

test("a clash keeps ours beside theirs", () => {
  const changes = [{ what: "Zamknięta", who: "Anna", when: "dziś", words: ["Zrobione wczoraj."] }];
  const clash = after(anItem("a"), reply(409, { state: "clash", why: "Za późno", changes, seq: 9, open: true, note: true }), NOW);

  expect(clash).toMatchObject({ state: "clash", why: "Za późno", changes, seq: 9, open: true, note: true });
  expect(clash.fields["text"]).toBe("Naprawione na stałe.");
  expect(clash.photos).toBe(1);
  expect(toSend([clash], NOW, true)).toEqual([]);
});

test("sent again on purpose is another request that has seen theirs", () => {
  const clash = anItem("a", { state: "clash", seq: 9, why: "x", open: true, note: true, changes: [], tries: 4, nextAt: 99 });

  expect(anyway(clash, "b")).toEqual(anItem("b", { number: "a", seen: 9 }));
  expect(asNote(clash, "c", "Miało być: gotowe.")).toMatchObject({
    id: "c",
    act: "note",
    fields: { text: "Miało być: gotowe. Naprawione na stałe." },
    photos: 1,
    state: "waits",
  });
});

test("the oldest goes first, and a case's next thing waits for the one before it", () => {
  const items = [
    anItem("c", { number: "1", madeAt: 30 }),
    anItem("b", { number: "2", madeAt: 20 }),
    anItem("a", { number: "1", madeAt: 10, nextAt: NOW + 5 }),
  ];

  expect(toSend(items, NOW).map(({ id }) => id)).toEqual(["b"]);
  expect(toSend(items, NOW, true).map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("what was being sent when the page died is sent again, under its own key", () => {
  expect(toSend([anItem("a", { state: "sending" })], NOW).map(({ id }) => id)).toEqual(["a"]);
});

test("tries come further and further apart, at most five minutes", () => {
  expect([1, 2, 3, 20].map(waitBefore)).toEqual([5_000, 10_000, 20_000, 300_000]);

  const tried = after(anItem("a", { tries: 1 }), reply(502), NOW);
  expect(tried).toMatchObject({ state: "waits", tries: 2, nextAt: NOW + 10_000 });
  expect(nextTry([tried], NOW)).toBe(10_000);
  expect(nextTry([anItem("b", { state: "sent" })], NOW)).toBeNull();
});

test("counts for the bar, and the last thing for a row", () => {
  const items = [anItem("a"), anItem("b", { state: "clash", number: "a", madeAt: NOW + 1 }), anItem("c", { state: "sent" })];

  expect(tally(items)).toEqual({ waits: 1, sending: 0, clash: 1 });
  expect(lastOf(items, "a")?.id).toBe("b");
  expect(lastOf(items, "z")).toBeUndefined();
});

test("what needs somebody comes first, what was sent stands apart", () => {
  const items = [
    anItem("sent", { state: "sent", madeAt: 5 }),
    anItem("waits", { madeAt: 9 }),
    anItem("clash", { state: "clash", madeAt: 1 }),
    anItem("sending", { state: "sending", madeAt: 8 }),
  ];

  const { open, sent } = forReading(items);
  expect(open.map(({ id }) => id)).toEqual(["clash", "waits", "sending"]);
  expect(sent.map(({ id }) => id)).toEqual(["sent"]);
});

test("what the server cannot take is no clash with anybody", () => {
  expect(after(anItem("a"), reply(422, { state: "refused", why: "Dodaj zdjęcie." }), NOW)).toMatchObject({ state: "clash", refused: true });
  expect(after(anItem("a"), reply(413), NOW).refused).toBe(true);
  expect(after(anItem("a"), reply(404, { state: "clash", why: "x" }), NOW).refused).toBe(false);
});
