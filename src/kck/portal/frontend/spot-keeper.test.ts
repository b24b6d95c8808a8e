// @vitest-environment happy-dom
import "./spot-keeper";
import { sentenceOf } from "./photo-uploads";

function sent(lat: string, address: string): string {
  document.body.innerHTML = `<form>
    <spot-keeper address="a" lat="lat" lon="lon" point-of="of">
      <input id="a" value="${address}"><input id="lat" value="${lat}"><input id="lon"><input id="of" value="old">
    </spot-keeper></form>`;
  document.querySelector("form")!.dispatchEvent(new Event("submit"));
  return document.querySelector<HTMLInputElement>("#of")!.value;
}

test("a point belongs to the words beside it when the form is sent", () => {
  expect(sent("50.06", "Rynek Główny 1")).toBe("Rynek Główny 1");
});

test("without a point nothing is claimed", () => {
  expect(sent("", "Rynek Główny 1")).toBe("old");
});

test("the server's sentence is shown, and nothing else of its answer", () => {
  expect(sentenceOf('{"error": "To nie jest zdjęcie."}')).toBe("To nie jest zdjęcie.");
  expect(sentenceOf("<html>502</html>")).toBe("");
});
