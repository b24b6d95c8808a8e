// @vitest-environment happy-dom
import "./for-a-while";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const shown = () => document.querySelector("for-a-while") !== null;

test("it goes when its time is over", () => {
  document.body.innerHTML = '<for-a-while seconds="20"><button>Cofnij</button></for-a-while>';

  vi.advanceTimersByTime(19_000);
  expect(shown()).toBe(true);
  vi.advanceTimersByTime(2_000);
  expect(shown()).toBe(false);
});

test("whoever has reached the button by keyboard keeps it", () => {
  document.body.innerHTML = '<for-a-while seconds="20"><button>Cofnij</button></for-a-while><a href="#x">dalej</a>';
  document.querySelector("button")!.focus();

  vi.advanceTimersByTime(60_000);
  expect(shown()).toBe(true);
  document.querySelector("button")!.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  document.querySelector("a")!.focus();
  vi.advanceTimersByTime(1);
  expect(shown()).toBe(false);
});
