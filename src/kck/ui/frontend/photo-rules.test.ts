// @vitest-environment happy-dom
import { fit, isPhoto, problemOf, sameFile, smallerName, wantsShrinking } from "./photo-rules";

const limits = { count: 5, maxMb: 10 };
const file = (name: string, type: string, size = 1000) => ({ name, type, size });

test.each([
  ["a.jpg", "image/jpeg", true],
  ["a.heic", "", true],
  ["a.HEIF", "image/heif", true],
  ["a.pdf", "application/pdf", false],
  ["a.jpg", "text/html", false],
  ["a.exe", "", false],
])("%s of type %j: a photo? %s", (name, type, answer) => {
  expect(isPhoto(file(name, type))).toBe(answer);
});

test("a large JPEG is made smaller instead of refused; a large HEIC is refused", () => {
  expect(wantsShrinking(file("a.jpg", "image/jpeg", 12_000_000), limits)).toBe(true);
  expect(problemOf(file("a.jpg", "image/jpeg", 12_000_000), 0, limits)).toBeNull();
  expect(problemOf(file("a.heic", "image/heic", 12_000_000), 0, limits)).toBe("too-big");
});

test("the sixth photo is one too many", () => {
  expect(problemOf(file("a.jpg", "image/jpeg"), 4, limits)).toBeNull();
  expect(problemOf(file("a.jpg", "image/jpeg"), 5, limits)).toBe("too-many");
});

test("what is not a photo is said first", () => {
  expect(problemOf(file("a.pdf", "application/pdf", 99_000_000), 5, limits)).toBe("not-a-photo");
});

test.each([
  [8000, 6000, [4096, 3072]],
  [3000, 9000, [1365, 4096]],
  [800, 600, [800, 600]],
  [100_000, 1, [4096, 1]],
])("%d x %d keeps its proportions", (width, height, size) => {
  expect(fit(width, height, 4096)).toEqual(size);
});

test("a photo drawn anew is a JPEG by name too", () => {
  expect(smallerName("IMG.2026.png")).toBe("IMG.2026.jpg");
});

test("the same photo chosen twice is recognised", () => {
  const one = new File(["x"], "a.jpg", { lastModified: 1 });
  expect(sameFile(one, new File(["y"], "a.jpg", { lastModified: 1 }))).toBe(true);
  expect(sameFile(one, new File(["yy"], "a.jpg", { lastModified: 1 }))).toBe(false);
});
