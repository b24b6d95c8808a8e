// @vitest-environment happy-dom
import "./confirm-dialog";

const page = `
  <form><button data-confirm="sure" name="go" value="1">Usuń</button><button>Zapisz</button></form>
  <dialog id="sure"><button type="button" data-confirmed>Tak</button></dialog>`;

function submitBy(place: number): SubmitEvent {
  const submitter = document.querySelectorAll<HTMLElement>("form button")[place]!;
  const event = new SubmitEvent("submit", { submitter, cancelable: true, bubbles: true });
  document.querySelector("form")!.dispatchEvent(event);
  return event;
}

beforeEach(() => void (document.body.innerHTML = page));

test("a button that asks opens its dialog and sends nothing yet", () => {
  expect(submitBy(0).defaultPrevented).toBe(true);
  expect(document.querySelector("dialog")!.open).toBe(true);
});

test("yes sends the form once, and the next time it asks again", () => {
  const sent = vi.fn((event: Event) => event.preventDefault());
  document.querySelector("form")!.addEventListener("submit", sent);
  submitBy(0);

  document.querySelector<HTMLElement>("[data-confirmed]")!.click();

  expect(sent).toHaveBeenCalledOnce();
  expect(document.querySelector("dialog")!.open).toBe(false);
  submitBy(0);
  expect(document.querySelector("dialog")!.open).toBe(true);
});

test("another button of the form does not ask", () => {
  expect(submitBy(1).defaultPrevented).toBe(false);
});
