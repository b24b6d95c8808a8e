/** What the photo picker decides; no DOM. */

export const MB = 1_000_000;
export const LONGEST_SIDE = 4096;
/** Drawing this anew would save nothing. */
const SMALL_ENOUGH = 0.4 * MB;
const PHOTO = /\.(jpe?g|png|webp|heic|heif)$/i;

export interface Limits {
  count: number;
  maxMb: number;
  /** Every photo is made to fit into a square of this: for phones that keep and send many. */
  longest?: number;
}

export type Problem = "too-many" | "too-big" | "not-a-photo";

type Candidate = Pick<File, "name" | "size" | "type">;

export function isHeic(file: Candidate): boolean {
  return /^image\/hei[cf]$/.test(file.type) || /\.hei[cf]$/i.test(file.name);
}

/** Some systems give HEIC no type at all: the name decides then. */
export function isPhoto(file: Candidate): boolean {
  return file.type ? /^image\/(jpeg|png|webp|heic|heif)$/.test(file.type) : PHOTO.test(file.name);
}

/** A large photo is made smaller in the browser; HEIC no browser but Safari can read. */
export function wantsShrinking(file: Candidate, limits: Limits): boolean {
  const most = limits.longest ? SMALL_ENOUGH : limits.maxMb * MB;
  return isPhoto(file) && !isHeic(file) && file.size > most;
}

export function problemOf(file: Candidate, already: number, limits: Limits): Problem | null {
  if (!isPhoto(file)) return "not-a-photo";
  if (already >= limits.count) return "too-many";
  if (file.size > limits.maxMb * MB && !wantsShrinking(file, limits)) return "too-big";
  return null;
}

/** The size that keeps the proportions and fits into a square. */
export function fit(width: number, height: number, longest: number): [number, number] {
  const scale = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

export function sameFile(one: File, other: File): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

export function smallerName(name: string): string {
  return `${name.replace(/\.[^.]+$/, "")}.jpg`;
}
