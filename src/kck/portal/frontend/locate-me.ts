/**
 * `<locate-me lat="id" lon="id" address="id" point-of="id" here="/places/here" text="…"
 * text-locating text-denied text-found>`: a button that fills in where somebody stands.
 */

import { aButton } from "../../ui/frontend/a-button";
import { placeWords, written, type Place } from "../../ui/frontend/map-rules";

export class LocateMe extends HTMLElement {
  #say = document.createElement("p");

  connectedCallback(): void {
    if (this.firstChild || !("geolocation" in navigator)) return;
    const button = aButton(this.getAttribute("text") ?? "", "secondary");
    this.#say.className = "hint small";
    this.#say.setAttribute("role", "status");
    button.addEventListener("click", () => this.#locate());
    this.append(button, this.#say);
  }

  #locate(): void {
    this.#tell("text-locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => void this.#found(coords.latitude, coords.longitude),
      () => this.#tell("text-denied"),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }

  async #found(lat: number, lon: number): Promise<void> {
    const place = await this.#describe(lat, lon);
    if (place.sentence) {
      this.#say.textContent = place.sentence;
      return;
    }
    this.#fill("address", place.address ?? "");
    this.#fill("lat", written(lat));
    this.#fill("lon", written(lon));
    this.#fill("point-of", place.address ?? "");
    const words = placeWords(place) || `${written(lat)}, ${written(lon)}`;
    this.#say.textContent = (this.getAttribute("text-found") ?? "%s").replace("%s", words);
    this.dispatchEvent(new CustomEvent("address-chosen", { detail: { lat, lon }, bubbles: true }));
  }

  async #describe(lat: number, lon: number): Promise<Place> {
    try {
      const here = this.getAttribute("here") ?? "";
      const answer = await fetch(`${here}?lat=${written(lat)}&lon=${written(lon)}`);
      return answer.ok ? ((await answer.json()) as Place) : {};
    } catch {
      return {}; // the coordinates are enough
    }
  }

  #fill(name: string, value: string): void {
    const input = document.getElementById(this.getAttribute(name) ?? "");
    if (input instanceof HTMLInputElement) input.value = value;
  }

  #tell(name: string): void {
    this.#say.textContent = this.getAttribute(name);
  }
}

customElements.define("locate-me", LocateMe);
