/**
 * `<map-view>`: outlines, points, a pin that writes into two inputs. All of it is extra: without
 * script, WebGL or network the form beside it does the same. Attributes (all optional):
 * `outlines`, `points` (GeoJSON addresses), `tiles` (raster template), `bounds` (w,s,e,n),
 * `lat-input`, `lon-input` (ids: with them there is a pin), `lat`, `lon` (a fixed pin),
 * `here` (address that says in words where a pin is), `address-input` (id of the field for them),
 * `text-label`, `text-pin`, `text-hint`, `text-locate`, `text-locating`, `text-denied`, `text-moved`.
 */

import { placeWords, spotOf, written, type Place, type Spot } from "./map-rules";
import type { MapCanvas } from "./map-canvas";

export class MapView extends HTMLElement {
  #canvas: MapCanvas | undefined;
  #seen: IntersectionObserver | undefined;
  #say = document.createElement("p");
  #written = "";

  connectedCallback(): void {
    if (this.#say.isConnected) return;
    this.#furnish();
    document.addEventListener("address-chosen", this.#chosen);
    this.#seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.#seen?.disconnect();
      void this.#draw();
    });
    this.#seen.observe(this);
  }

  disconnectedCallback(): void {
    this.#seen?.disconnect();
    document.removeEventListener("address-chosen", this.#chosen);
    this.#canvas?.remove();
    this.#canvas = undefined;
    this.replaceChildren();
  }

  #furnish(): void {
    const canvas = document.createElement("div");
    canvas.className = "map-view__canvas";
    const tools = document.createElement("div");
    tools.className = "map-view__tools";
    this.#say.className = "map-view__say";
    this.#say.setAttribute("role", "status");
    this.#say.textContent = this.getAttribute("text-hint") ?? "";
    if (this.#editable && this.hasAttribute("text-locate") && "geolocation" in navigator) {
      tools.append(this.#locateButton());
    }
    tools.append(this.#say);
    this.replaceChildren(canvas, tools);
  }

  async #draw(): Promise<void> {
    const frame = this.querySelector<HTMLElement>(".map-view__canvas");
    if (!frame) return;
    try {
      const { MapCanvas: Canvas } = await import("./map-canvas");
      if (!this.isConnected) return;
      this.#canvas = new Canvas(frame, {
        outlines: this.getAttribute("outlines"),
        points: this.getAttribute("points"),
        tiles: this.getAttribute("tiles"),
        bounds: this.getAttribute("bounds"),
        label: this.getAttribute("text-label") ?? "",
        pinLabel: this.getAttribute("text-pin") ?? "",
        editable: this.#editable,
        spot: this.#spot,
        placed: (spot) => this.#placed(spot),
        failed: () => this.#dead(),
      });
    } catch {
      this.#dead(); // no WebGL, or the chunk did not arrive
    }
  }

  #dead(): void {
    this.toggleAttribute("data-dead", true);
  }

  get #editable(): boolean {
    return this.#latInput !== null && this.#lonInput !== null;
  }

  get #latInput(): HTMLInputElement | null {
    return document.getElementById(this.getAttribute("lat-input") ?? "") as HTMLInputElement | null;
  }

  get #lonInput(): HTMLInputElement | null {
    return document.getElementById(this.getAttribute("lon-input") ?? "") as HTMLInputElement | null;
  }

  get #spot(): Spot | null {
    return (
      spotOf(this.#latInput?.value, this.#lonInput?.value) ??
      spotOf(this.getAttribute("lat"), this.getAttribute("lon"))
    );
  }

  #placed(spot: Spot): void {
    const [lat, lon] = [this.#latInput, this.#lonInput];
    if (!lat || !lon) return;
    lat.value = written(spot.lat);
    lon.value = written(spot.lon);
    lon.dispatchEvent(new Event("change", { bubbles: true }));
    this.dispatchEvent(new CustomEvent("pin-placed", { detail: spot, bubbles: true }));
    this.#tell("text-moved");
    void this.#describe(spot);
  }

  /** What is there in words; outside the city the answer is a sentence that says whom to ask. */
  async #describe(spot: Spot): Promise<void> {
    const here = this.getAttribute("here");
    if (!here) return;
    try {
      const answer = await fetch(`${here}?lat=${written(spot.lat)}&lon=${written(spot.lon)}`);
      if (!answer.ok) return;
      const place = (await answer.json()) as Place;
      this.#say.textContent = placeWords(place) || this.#say.textContent;
      this.#fillAddress(place.address ?? "");
    } catch {
      // the coordinates are enough
    }
  }

  /** Only over an empty field or our own earlier words: what a person typed stays. */
  #fillAddress(address: string): void {
    const input = document.getElementById(this.getAttribute("address-input") ?? "");
    if (!address || !(input instanceof HTMLInputElement)) return;
    if (input.value && input.value !== this.#written) return;
    input.value = this.#written = address;
  }

  readonly #chosen = (event: Event): void => {
    const { lat, lon } = (event as CustomEvent<Partial<Spot>>).detail;
    if (this.#editable && lat != null && lon != null) this.#canvas?.show({ lat, lon });
  };

  #tell(name: string): void {
    this.#say.textContent = this.getAttribute(name) ?? "";
  }

  #locateButton(): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset["variant"] = "secondary";
    button.dataset["size"] = "sm";
    button.textContent = this.getAttribute("text-locate");
    button.addEventListener("click", () => this.#locate());
    return button;
  }

  #locate(): void {
    this.#tell("text-locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const spot = { lat: coords.latitude, lon: coords.longitude };
        this.#canvas?.show(spot);
        this.#placed(spot);
      },
      () => this.#tell("text-denied"),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }
}

customElements.define("map-view", MapView);
