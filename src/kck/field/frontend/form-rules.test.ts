import { lackOf } from "./form-rules";

const DONE = { act: "done", fields: { outcome: "done", text: "Naprawione." }, photos: 1, needsPhoto: true };

test.each([
  [DONE, null],
  [{ ...DONE, fields: { outcome: "done", ready: "repaired" } }, null],
  [{ ...DONE, fields: { text: "Naprawione." } }, "outcome"],
  [{ ...DONE, photos: 0 }, "photo"],
  [{ ...DONE, photos: 0, needsPhoto: false }, null],
  // where nothing was found there is nothing to photograph
  [{ ...DONE, photos: 0, fields: { outcome: "not-found", text: "Nie ma tu dziury." } }, null],
  [{ ...DONE, fields: { outcome: "done", text: "Ok" } }, "words"],
  [{ ...DONE, needsCause: true }, "cause"],
  [{ ...DONE, needsCause: true, fields: { ...DONE.fields, cause: "worn-out" } }, null],
  [{ ...DONE, act: "hand-back", fields: {} }, "something"],
  [{ ...DONE, act: "note", fields: {}, photos: 0 }, "something"],
  [{ ...DONE, act: "note", fields: {}, photos: 1 }, null],
  [{ ...DONE, act: "take", fields: {}, photos: 0 }, null],
  [{ ...DONE, act: "task-take", fields: {}, photos: 0 }, null],
  [{ ...DONE, act: "task-photo", fields: {}, photos: 1 }, null],
  // a task has no outcome: whoever leads the case says it
  [{ ...DONE, act: "task-done", fields: { text: "Zalane." }, photos: 0 }, null],
  [{ ...DONE, act: "task-done", fields: { text: "Ok" } }, "told"],
] as const)("%o lacks %s", (filled, lack) => {
  expect(lackOf(filled)).toBe(lack);
});
