/** What the worker and the page agree on: which answers stay on the phone, under which address. */

export const PAGES = "kck-field-pages";
export const PHOTOS = "kck-field-photos";
export const FILES = "kck-field-files";
export const OWNER = "X-Kck-Owner";
export const VERSION = "X-Kck-Version";
export const KEEPING = "X-Kck-Purpose";
/** A page of this address never exists: whose pages these are stands there. */
export const MARK = "owner-of-these-pages";

export type Kind = "list" | "case" | "shell" | "points" | "photo" | "static" | "outlines" | "none";

/** `path` below the home of the field, or of the whole site. */
export function kindOf(path: string, home: string): Kind {
  if (path.startsWith("/static/")) return "static";
  if (path === "/places/base.json") return "outlines";
  if (!path.startsWith(home)) return "none";
  const rest = path.slice(home.length);
  if (rest === "") return "list";
  if (rest === "outbox/" || rest === "offline/") return "shell";
  if (rest === "points.json") return "points";
  if (/^\d+\/$/.test(rest)) return "case";
  if (/^\d+\/photo\/[\w-]+\/320$/.test(rest)) return "photo";
  // a form by itself is the case's page; who reported, and paper, never stay here
  return "none";
}

/** Under which address an answer is kept: a list by what it was asked, a case by its number. */
export function keyOf(address: string, home: string): string {
  const url = new URL(address);
  const kind = kindOf(url.pathname, home);
  return kind === "list" || kind === "points" ? `${url.pathname}${url.search}` : url.pathname;
}

/** A file whose name carries its content never changes. */
export function isHashed(path: string): boolean {
  return /\.[0-9a-f]{12}\.\w+$/.test(path) || path.includes("/chunks/");
}

/** Which of the kept cases are no more on the way; `needed`: something of theirs waits here. */
export function toForget(kept: readonly string[], home: string, route: readonly string[], needed: readonly string[]): string[] {
  const stay = new Set([...route, ...needed].map((number) => `${home}${number}/`));
  return kept.filter((path) => kindOf(path, home) === "case" && !stay.has(path));
}
