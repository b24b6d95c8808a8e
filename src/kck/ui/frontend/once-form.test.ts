// @vitest-environment happy-dom
import "./once-form";

function submit(): SubmitEvent {
  const button = document.querySelector("button")!;
  const event = new SubmitEvent("submit", { submitter: button, cancelable: true, bubbles: true });
  document.querySelector("form")!.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  document.body.innerHTML =
    '<once-form text-busy="Wysyłamy…"><form><button name="go" value="1"><b>Wyślij</b></button></form></once-form>';
});

test("the second click sends nothing", () => {
  expect(submit().defaultPrevented).toBe(false);
  expect(submit().defaultPrevented).toBe(true);
});

test("the button says that it works, and stays able to carry its value", () => {
  submit();
  const button = document.querySelector("button")!;

  expect(button.textContent).toBe("Wysyłamy…");
  expect(button.disabled).toBe(false);
});

test("coming back with the back button, the form can be sent again", () => {
  submit();
  window.dispatchEvent(new Event("pageshow"));

  expect(document.querySelector("button")!.innerHTML).toBe("<b>Wyślij</b>");
  expect(submit().defaultPrevented).toBe(false);
});

test("a fragment answered by htmx can be sent again", () => {
  submit();
  document.querySelector("form")!.dispatchEvent(new Event("htmx:finally:request", { bubbles: true }));

  expect(submit().defaultPrevented).toBe(false);
});
