// @vitest-environment happy-dom
import { show } from "../../ui/frontend/test-page";
import "./take-place";

const FORM = `<form><input id="id_address"><input id="id_lat"><input id="id_lon">
  <button data-take-place="ul. Długa 12" data-lat="50.07" data-lon="19.93">ul. Długa 12</button></form>`;

test("one press writes the place down, tells the map and goes to the field", () => {
  show(FORM);
  const heard: unknown[] = [];
  document.addEventListener("address-chosen", (event) => heard.push((event as CustomEvent).detail), { once: true });
  const press = new MouseEvent("click", { bubbles: true, cancelable: true });

  document.querySelector("button")!.dispatchEvent(press);

  const written = [...document.querySelectorAll("input")].map((field) => field.value);
  expect(written).toEqual(["ul. Długa 12", "50.07", "19.93"]);
  expect(heard).toMatchObject([{ value: "ul. Długa 12", lat: 50.07, lon: 19.93 }]);
  expect(press.defaultPrevented).toBe(true);
  expect(document.activeElement?.id).toBe("id_address");
});

test("where there is no field the form is sent", () => {
  show(`<form><button data-take-place="ul. Długa 12">ul. Długa 12</button></form>`);
  const press = new MouseEvent("click", { bubbles: true, cancelable: true });
  document.querySelector("form")!.addEventListener("submit", (event) => event.preventDefault());

  document.querySelector("button")!.dispatchEvent(press);

  expect(press.defaultPrevented).toBe(false);
});
