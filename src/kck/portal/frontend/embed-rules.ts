/** What the script decides, apart from the page it stands on. */

export type Widget = "form" | "status";

const PASSED_ON = ["scheme", "accent", "category", "lat", "lon", "street", "number", "object"];
const TALLEST = 10_000;
const LOWEST = 120;
const TITLES: Record<string, Record<Widget, string>> = {
  pl: { form: "Zgłoś problem miastu", status: "Sprawdź swoją sprawę" },
  en: { form: "Report a problem to the city", status: "Check your case" },
  uk: { form: "Повідомити місту про проблему", status: "Перевірити свою справу" },
};

export function titleOf(widget: Widget, language: string): string {
  return (TITLES[language] ?? (TITLES["pl"] as Record<Widget, string>))[widget];
}

/** The address of the frame; attributes that are not there are not said. */
export function frameAddress(
  site: string,
  widget: Widget,
  language: string,
  origin: string,
  attribute: (name: string) => string,
): string {
  const address = new URL(`/embed/${widget}/`, site);
  address.searchParams.set("origin", origin);
  if (language in TITLES) address.searchParams.set("lang", language);
  for (const name of PASSED_ON) if (attribute(name)) address.searchParams.set(name, attribute(name));
  return address.href;
}

/** What the page around keeps for a reload: where its frame is, and what is typed, closed. */
export interface Kept {
  at: string;
  typed: string;
}

/** With what our frame says now; null: there is nothing to keep any more. */
export function keptAfter(kept: Kept, message: unknown): Kept | null {
  const { kckAt, kckTyped } = (message ?? {}) as { kckAt?: unknown; kckTyped?: unknown };
  if (typeof kckTyped === "string") return kept.at ? { ...kept, typed: kckTyped } : null;
  if (typeof kckAt !== "string") return kept;
  return kckAt.startsWith("/embed/") ? { ...kept, at: kckAt } : null;
}

/** What was kept; nothing of it when it is anything else. */
export function keptIn(raw: string | null): Kept {
  try {
    const { at, typed } = JSON.parse(raw ?? "{}") as Partial<Kept>;
    if (typeof at === "string" && at.startsWith("/embed/") && typeof typed === "string") return { at, typed };
  } catch {
    /* somebody else's */
  }
  return { at: "", typed: "" };
}

/** The height that a message of our frame asks for, within reason; 0 when it asks for none. */
export function heightOf(message: unknown): number {
  const height = (message as { kckHeight?: unknown } | null)?.kckHeight;
  if (typeof height !== "number" || !Number.isFinite(height)) return 0;
  return Math.min(TALLEST, Math.max(LOWEST, Math.ceil(height)));
}
