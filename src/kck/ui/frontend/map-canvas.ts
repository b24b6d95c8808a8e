/** The drawing itself; a chunk of its own, because the library is larger than all else together. */

import {
  AttributionControl,
  Map as MapLibre,
  Marker,
  NavigationControl,
  setWorkerUrl,
  type GeoJSONSource,
  type StyleSpecification,
} from "maplibre-gl";
import { boundsOf, boxAround, nudge, type Bounds, type Spot } from "./map-rules";

export interface Options {
  outlines: string | null;
  points: string | null;
  tiles: string | null;
  bounds: string | null;
  label: string;
  pinLabel: string;
  editable: boolean;
  spot: Spot | null;
  placed(spot: Spot): void;
  failed(): void;
}

type Feature = GeoJSON.Feature<GeoJSON.Geometry, Record<string, string>>;
const PIN =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 22s7.5-7 7.5-12.5a7.5 7.5 0 0 0-15 0C4.5 15 12 22 12 22z" fill="currentColor" stroke="#fff" stroke-width="1.5"/><circle cx="12" cy="9.5" r="2.75" fill="#fff"/></svg>';
/** Without tiles only the outline of a district tells where one is: it must stay in sight. */
const CLOSE = { withTiles: 16, without: 11.5 };

setWorkerUrl(new URL("../ui/map-worker.js", import.meta.url).href);

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--ds-color-${name}`).trim() || "#888";
}

function sheet(): void {
  const href = new URL("../ui/map.css", import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

function style(tiles: string | null): StyleSpecification {
  const ground = { id: "ground", type: "background" as const, paint: { "background-color": color("neutral-surface-tinted") } };
  if (!tiles) return { version: 8, sources: {}, layers: [ground] };
  return {
    version: 8,
    sources: { tiles: { type: "raster", tiles: [tiles], tileSize: 256, attribution: "© OpenStreetMap" } },
    layers: [ground, { id: "tiles", type: "raster", source: "tiles" }],
  };
}

export class MapCanvas {
  readonly #map: MapLibre;
  readonly #options: Options;
  #pin: Marker | undefined;

  constructor(frame: HTMLElement, options: Options) {
    sheet();
    this.#options = options;
    const bounds = boundsOf(options.bounds);
    this.#map = new MapLibre({
      container: frame,
      style: style(options.tiles),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      cooperativeGestures: false,
      ...(bounds ? { bounds, fitBoundsOptions: { padding: 16 } } : {}),
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    if (options.tiles) this.#map.addControl(new AttributionControl({ compact: true }));
    this.#map.getCanvas().setAttribute("aria-label", options.label);
    this.#map.on("load", () => void this.#fill());
    this.#map.on("click", (event) => this.#clicked(event.lngLat));
    document.addEventListener("kck-scheme", this.#recolor);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.#recolor);
    if (options.spot) this.show(options.spot);
  }

  remove(): void {
    document.removeEventListener("kck-scheme", this.#recolor);
    matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", this.#recolor);
    this.#map.remove();
  }

  show(spot: Spot): void {
    this.#place(spot);
    const close = this.#options.tiles ? CLOSE.withTiles : CLOSE.without;
    this.#map.jumpTo({ center: [spot.lon, spot.lat], zoom: Math.max(this.#map.getZoom(), close) });
  }

  #place(spot: Spot): void {
    this.#pin ??= this.#newPin();
    this.#pin.setLngLat([spot.lon, spot.lat]).addTo(this.#map);
  }

  #newPin(): Marker {
    const element = document.createElement(this.#options.editable ? "button" : "div");
    element.className = "map-pin";
    element.innerHTML = PIN;
    element.setAttribute("aria-label", this.#options.pinLabel);
    if (!this.#options.editable) element.setAttribute("role", "img");
    const pin = new Marker({ element, anchor: "bottom", draggable: this.#options.editable });
    if (element instanceof HTMLButtonElement) {
      element.type = "button";
      element.addEventListener("keydown", (event) => this.#keyed(event, pin));
      element.addEventListener("click", (event) => event.stopPropagation());
      pin.on("dragend", () => this.#say(pin));
    }
    return pin;
  }

  #keyed(event: KeyboardEvent, pin: Marker): void {
    const step = nudge(event.key, event.shiftKey);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const at = this.#map.project(pin.getLngLat());
    pin.setLngLat(this.#map.unproject([at.x + step[0], at.y + step[1]]));
    this.#say(pin);
  }

  #say(pin: Marker): void {
    const { lat, lng } = pin.getLngLat();
    this.#options.placed({ lat, lon: lng });
  }

  #clicked({ lat, lng }: { lat: number; lng: number }): void {
    if (!this.#options.editable) return;
    this.#place({ lat, lon: lng });
    if (this.#pin) this.#say(this.#pin);
  }

  async #fill(): Promise<void> {
    // Enter on the focused map puts the pin into its middle: no mouse is needed
    this.#map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#clicked(this.#map.getCenter());
    });
    const [outlines, points] = await Promise.all([load(this.#options.outlines), load(this.#options.points)]);
    if (outlines) this.#drawOutlines(outlines);
    if (points) this.#drawPoints(points);
  }

  #drawOutlines(data: GeoJSON.FeatureCollection): void {
    this.#map.addSource("outlines", { type: "geojson", data });
    this.#map.addLayer({ id: "areas", type: "fill", source: "outlines", paint: {} });
    this.#map.addLayer({ id: "borders", type: "line", source: "outlines", paint: { "line-width": 1.5 } });
    this.#recolor();
    for (const feature of data.features as Feature[]) this.#name(feature);
    const all = data.features.map((feature) => boxAround(feature.geometry as never)).filter((box) => box !== null);
    if (!this.#options.spot && !this.#options.bounds) this.#fitTo(all);
  }

  #fitTo(boxes: Bounds[]): void {
    if (!boxes.length) return;
    const side = (place: 0 | 1 | 2 | 3, pick: (...all: number[]) => number) => pick(...boxes.map((box) => box[place]));
    this.#map.fitBounds([side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)], {
      padding: 12,
      animate: false,
    });
  }

  /** Names are HTML: without tiles there are no fonts on the map, and these follow the theme. */
  #name(feature: Feature): void {
    const box = boxAround(feature.geometry as never);
    const name = feature.properties["name"];
    if (!box || !name) return;
    const element = Object.assign(document.createElement("span"), { className: "map-name", textContent: name });
    element.setAttribute("aria-hidden", "true");
    new Marker({ element }).setLngLat([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]).addTo(this.#map);
  }

  #drawPoints(data: GeoJSON.FeatureCollection): void {
    this.#map.addSource("points", { type: "geojson", data, cluster: true, clusterMaxZoom: 14, clusterRadius: 40 });
    this.#map.addLayer({
      id: "points",
      type: "circle",
      source: "points",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["coalesce", ["get", "point_count"], 1], 1, 7, 10, 12, 100, 20],
        "circle-stroke-width": 2,
      },
    });
    this.#recolor();
    this.#map.on("mouseenter", "points", () => (this.#map.getCanvas().style.cursor = "pointer"));
    this.#map.on("mouseleave", "points", () => (this.#map.getCanvas().style.cursor = ""));
    this.#map.on("click", "points", (event) => void this.#follow(event.features?.[0] as Feature | undefined));
  }

  /** A group opens up; a single point leads to its page (the list beside the map does too). */
  async #follow(feature: Feature | undefined): Promise<void> {
    if (!feature) return;
    const address = feature.properties["url"];
    if (address?.startsWith("/")) return location.assign(address);
    const group = Number(feature.properties["cluster_id"]);
    const zoom = await this.#map.getSource<GeoJSONSource>("points")?.getClusterExpansionZoom(group);
    const [lon, lat] = (feature.geometry as GeoJSON.Point).coordinates;
    if (zoom && lon !== undefined && lat !== undefined) this.#map.easeTo({ center: [lon, lat], zoom });
  }

  readonly #recolor = (): void => {
    const paint = (layer: string, values: Record<string, unknown>): void => {
      if (!this.#map.getLayer(layer)) return;
      for (const [name, value] of Object.entries(values)) this.#map.setPaintProperty(layer, name as never, value as never);
    };
    paint("ground", { "background-color": color("neutral-surface-tinted") });
    paint("areas", { "fill-color": color("accent-surface-tinted"), "fill-opacity": this.#options.tiles ? 0.15 : 0.7 });
    paint("borders", { "line-color": color("accent-border-subtle") });
    paint("points", { "circle-color": color("accent-base-default"), "circle-stroke-color": color("neutral-background-default") });
  };
}

async function load(address: string | null): Promise<GeoJSON.FeatureCollection | null> {
  if (!address) return null;
  const answer = await fetch(address);
  return answer.ok ? ((await answer.json()) as GeoJSON.FeatureCollection) : null;
}
