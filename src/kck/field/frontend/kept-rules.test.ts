import { isHashed, keyOf, kindOf, toForget } from "./kept-rules";

const HOME = "/teren/";

test.each([
  ["/teren/", "list"],
  ["/teren/260000014/", "case"],
  ["/teren/outbox/", "shell"],
  ["/teren/offline/", "shell"],
  ["/teren/points.json", "points"],
  ["/teren/260000014/photo/5f3a1c9e-1c1b-4b8e-9d5f-0d7f6c1e2a3b/320", "photo"],
  ["/static/field/main.js", "static"],
  ["/places/base.json", "outlines"],
  // never on the phone: the reporter's contact, paper, whole photos, who is signed in, the desk
  ["/teren/260000014/contact/", "none"],
  ["/teren/260000014/done/", "none"],
  ["/teren/260000014/photo/5f3a1c9e-1c1b-4b8e-9d5f-0d7f6c1e2a3b/full", "none"],
  ["/teren/sheet/", "none"],
  ["/teren/me/", "none"],
  ["/desk/", "none"],
])("%s is kept as %s", (path, kind) => {
  expect(kindOf(path, HOME)).toBe(kind);
});

test("a case has one page, a list one for each way of asking", () => {
  expect(keyOf("https://x.pl/teren/260000014/?did=take#done", HOME)).toBe("/teren/260000014/");
  expect(keyOf("https://x.pl/teren/?who=mine", HOME)).toBe("/teren/?who=mine");
});

test("only a file whose name says what is in it is taken from the phone unasked", () => {
  expect(isHashed("/static/field/main.0123456789ab.js")).toBe(true);
  expect(isHashed("/static/field/chunks/chunk-CLJ3KTXP.js")).toBe(true);
  expect(isHashed("/static/field/main.js")).toBe(false);
});

test("yesterday's cases go, those with something waiting stay", () => {
  const kept = ["/teren/", "/teren/outbox/", "/teren/1/", "/teren/2/", "/teren/3/"];

  expect(toForget(kept, HOME, ["1"], ["3"])).toEqual(["/teren/2/"]);
});
