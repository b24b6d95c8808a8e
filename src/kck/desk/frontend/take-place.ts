/**
 * `<button data-take-place="ul. Długa 12" data-lat data-lon>` writes the offered place into the
 * fields of the form, as if it had been chosen from the suggestions. Without script the button sends
 * the form and the page comes back with the place in it.
 */

const FIELDS = { address: "id_address", lat: "id_lat", lon: "id_lon" };

function write(id: string, value: string): HTMLInputElement | null {
  const field = document.getElementById(id);
  if (!(field instanceof HTMLInputElement)) return null;
  field.value = value;
  return field;
}

const degrees = (text: string): number | null => (text === "" ? null : Number(text));

document.addEventListener("click", (event) => {
  const button = (event.target as Element | null)?.closest<HTMLElement>("[data-take-place]");
  if (!button) return;
  const { takePlace: address = "", lat = "", lon = "" } = button.dataset;
  const field = write(FIELDS.address, address);
  if (!field) return;
  event.preventDefault();
  write(FIELDS.lat, lat);
  write(FIELDS.lon, lon);
  // the button goes with the next look at the words
  field.focus();
  const chosen = { label: address, detail: "", kind: "address", value: address, lat: degrees(lat), lon: degrees(lon) };
  field.dispatchEvent(new CustomEvent("address-chosen", { detail: chosen, bubbles: true }));
});
