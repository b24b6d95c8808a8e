/** What an act lacks, said at once: the server would say it hours later. */

export interface Filled {
  act: string;
  fields: Record<string, string>;
  photos: number;
  needsPhoto: boolean;
  needsCause?: boolean;
}

export type Lack = "photo" | "outcome" | "words" | "cause" | "told" | "something";

const FIXED = new Set(["done", "done-for-now"]);
const FEWEST_LETTERS = 10;
const FEWEST_FOR_COLLEAGUES = 5;

export function lackOf({ act, fields, photos, needsPhoto, needsCause }: Filled): Lack | null {
  const text = (fields["text"] ?? "").trim();
  switch (act) {
    case "take":
    case "task-take":
      return null;
    case "note":
    case "task-photo":
      return text || photos ? null : "something";
    case "done":
      if (!fields["outcome"]) return "outcome";
      if (needsPhoto && !photos && FIXED.has(fields["outcome"])) return "photo";
      if (text.length < FEWEST_LETTERS && !fields["ready"]) return "words";
      return needsCause && !fields["cause"] ? "cause" : null;
    case "task-done":
    case "task-ask":
    case "task-back":
      return text.length >= FEWEST_FOR_COLLEAGUES ? null : "told";
    default:
      return text.length > 1 ? null : "something";
  }
}
