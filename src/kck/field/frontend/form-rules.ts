/** What an act lacks, said at once: the server would say it hours later. */

export interface Filled {
  act: string;
  fields: Record<string, string>;
  photos: number;
  needsPhoto: boolean;
}

export type Lack = "photo" | "outcome" | "words" | "something";

const FIXED = new Set(["done", "done-for-now"]);
const FEWEST_LETTERS = 10;

export function lackOf({ act, fields, photos, needsPhoto }: Filled): Lack | null {
  const text = (fields["text"] ?? "").trim();
  switch (act) {
    case "take":
      return null;
    case "note":
      return text || photos ? null : "something";
    case "done":
      if (!fields["outcome"]) return "outcome";
      if (needsPhoto && !photos && FIXED.has(fields["outcome"])) return "photo";
      return text.length >= FEWEST_LETTERS || fields["ready"] ? null : "words";
    default:
      return text.length > 1 ? null : "something";
  }
}
