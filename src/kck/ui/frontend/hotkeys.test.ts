// @vitest-environment happy-dom
import { isCommand, isTyping, understood } from "./hotkeys";

const key = (name: string, more = {}) => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, ...more });

test("no key is a command while somebody types or holds Ctrl", () => {
  expect(isCommand(key("n"), false)).toBe(true);
  expect(isCommand(key("n"), true)).toBe(false);
  expect(isCommand(key("n", { ctrlKey: true }), false)).toBe(false);
  expect(isCommand(key("Enter"), false)).toBe(false);
});

test("nobody types in a dialog that has just been closed", () => {
  document.body.innerHTML = "<input><dialog open><input></dialog><dialog><input></dialog>";

  expect([...document.querySelectorAll("input")].map(isTyping)).toEqual([true, true, false]);
});

test("one key, or two after each other", () => {
  const known = ["n", "g q", "g m"];

  expect(understood(["n"], known)).toBe("n");
  expect(understood(["g"], known)).toBe("wait");
  expect(understood(["g", "q"], known)).toBe("g q");
  expect(understood(["x"], known)).toBeNull();
});

test("a wrong beginning does not swallow the next command", () => {
  expect(understood(["g", "n"], ["n", "g q"])).toBe("n");
});

test("a key presses its button, and a field takes the focus", () => {
  document.body.innerHTML =
    '<hot-keys></hot-keys><button data-hotkey="n">Nowe</button><input data-hotkey="s" type="search">';
  const pressed = vi.fn();
  document.querySelector("button")!.addEventListener("click", pressed);

  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "n", bubbles: true, cancelable: true }));
  expect(pressed).toHaveBeenCalledOnce();

  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "s", bubbles: true, cancelable: true }));
  expect(document.activeElement).toBe(document.querySelector("input"));
});

const scriptsRan = () => new Promise((go) => setTimeout(go));

test("the page says that keys are heard, until nothing hears them", async () => {
  document.body.innerHTML = "<hot-keys></hot-keys>";
  await scriptsRan();
  expect(document.documentElement.dataset["hotkeys"]).toBe("on");

  document.body.innerHTML = "";
  expect(document.documentElement.dataset["hotkeys"]).toBeUndefined();
});

test("switched off, they do nothing", async () => {
  localStorage.setItem("kck-hotkeys-off", "1");
  document.body.innerHTML = '<hot-keys></hot-keys><button data-hotkey="n">Nowe</button>';
  await scriptsRan();
  expect(document.documentElement.dataset["hotkeys"]).toBe("off");
  const pressed = vi.fn();
  document.querySelector("button")!.addEventListener("click", pressed);

  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "n", bubbles: true }));
  expect(pressed).not.toHaveBeenCalled();
  localStorage.removeItem("kck-hotkeys-off");
});
