/** What the address field decides; no DOM. */

export interface Suggestion {
  label: string;
  detail?: string;
  lat?: number | null;
  lon?: number | null;
  kind?: string;
  value?: string;
}

export const SHORTEST = 2;

/** Where the mark goes: -1 is the typed text itself. */
export function moved(active: number, count: number, key: string): number {
  if (count === 0) return -1;
  if (key === "ArrowDown") return active + 1 >= count ? -1 : active + 1;
  if (key === "ArrowUp") return active === -1 ? count - 1 : active - 1;
  return active;
}

export function worthAsking(text: string): boolean {
  return text.trim().length >= SHORTEST;
}

export function askAddress(base: string, text: string): string {
  return `${base}${base.includes("?") ? "&" : "?"}q=${encodeURIComponent(text.trim())}`;
}

/** A bare list, or a list named `suggestions`. */
export function suggestionsOf(answer: unknown): Suggestion[] {
  if (Array.isArray(answer)) return answer as Suggestion[];
  return (answer as { suggestions?: Suggestion[] } | null)?.suggestions ?? [];
}

/** The hidden inputs' values; an unknown place empties them. */
export function filled(suggestion: Suggestion | null): Record<"lat" | "lon" | "kind" | "value", string> {
  return {
    lat: suggestion?.lat == null ? "" : suggestion.lat.toFixed(6),
    lon: suggestion?.lon == null ? "" : suggestion.lon.toFixed(6),
    kind: suggestion?.kind ?? "",
    value: suggestion?.value ?? "",
  };
}
