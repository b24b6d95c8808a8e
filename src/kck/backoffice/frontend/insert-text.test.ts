// @vitest-environment happy-dom
import "./insert-text";

beforeEach(() => {
  document.body.innerHTML = `<textarea id="body">Numer: .</textarea>
    <insert-text for="body" text="{{number}}" text-insert="Wstaw"><code>{{number}}</code></insert-text>`;
});

test("puts the text where the cursor is and tells that something was typed", () => {
  const field = document.querySelector("textarea")!;
  let heard = 0;
  document.body.addEventListener("input", () => (heard += 1), { once: true });
  field.setSelectionRange(7, 7);

  document.querySelector("button")!.click();

  expect(field.value).toBe("Numer: {{number}}.");
  expect(heard).toBe(1);
});

test("puts it at the end while nobody has been in the field", () => {
  document.querySelector("button")!.click();

  expect(document.querySelector("textarea")!.value).toBe("Numer: .{{number}}");
});

test("says in words what the button does", () => {
  expect(document.querySelector("button")!.getAttribute("aria-label")).toBe("Wstaw {{number}}");
});
