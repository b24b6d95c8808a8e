/** What the map decides; no map library here, so that it can be tested and loads at once. */

export interface Spot {
  lat: number;
  lon: number;
}
export type Bounds = [west: number, south: number, east: number, north: number];

export function spotOf(lat: string | null | undefined, lon: string | null | undefined): Spot | null {
  if (!lat?.trim() || !lon?.trim()) return null;
  const spot = { lat: Number(lat.replace(",", ".")), lon: Number(lon.replace(",", ".")) };
  const valid = Math.abs(spot.lat) <= 90 && Math.abs(spot.lon) <= 180;
  return valid && Number.isFinite(spot.lat) && Number.isFinite(spot.lon) ? spot : null;
}

/** Six places are eleven centimetres. */
export function written(degrees: number): string {
  return degrees.toFixed(6);
}

export function numbers(text: string | null): number[] {
  return (text ?? "").split(",").map(Number).filter(Number.isFinite);
}

export function boundsOf(text: string | null): Bounds | null {
  const found = numbers(text);
  return found.length === 4 ? (found as Bounds) : null;
}

/** How far an arrow key moves the pin, in pixels; with Shift ten times less. */
export function nudge(key: string, fine: boolean): [x: number, y: number] | null {
  const step = fine ? 1 : 10;
  switch (key) {
    case "ArrowUp":
      return [0, -step];
    case "ArrowDown":
      return [0, step];
    case "ArrowLeft":
      return [-step, 0];
    case "ArrowRight":
      return [step, 0];
    default:
      return null;
  }
}

export interface Place {
  inside?: boolean;
  address?: string;
  district?: string;
  sentence?: string;
}

export function placeWords(place: Place): string {
  if (place.sentence) return place.sentence;
  return [place.address, place.district].filter(Boolean).join(" · ");
}

type Ring = number[][];
interface Shape {
  type: string;
  coordinates: unknown;
}

/** The box around a polygon or multipolygon. */
export function boxAround(shape: Shape): Bounds | null {
  const rings = shape.type === "Polygon" ? (shape.coordinates as Ring[]) : (shape.coordinates as Ring[][]).flat();
  const points = rings.flat();
  if (!points.length) return null;
  const lons = points.map((point) => point[0] ?? 0);
  const lats = points.map((point) => point[1] ?? 0);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
