// @vitest-environment happy-dom
import "./phone-fold";

const FOLD = '<phone-fold name="tools"><details open><summary>Więcej</summary><p>…</p></details></phone-fold>';
const open = () => document.querySelector("details")!.open;

function show(): void {
  const box = document.createElement("div");
  box.innerHTML = FOLD;
  document.body.replaceChildren(...box.children);
}

function onScreen(narrow: boolean): void {
  vi.stubGlobal("matchMedia", () => ({ matches: narrow }));
}

test("folded on a phone, unfolded on a desk", () => {
  onScreen(false);
  show();
  expect(open()).toBe(true);

  onScreen(true);
  show();
  expect(open()).toBe(false);
});

test("what was unfolded stays so when the page is brought up to date", () => {
  onScreen(true);
  show();
  document.querySelector("summary")!.click();

  show();
  expect(open()).toBe(true);
});
