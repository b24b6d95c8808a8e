/** Finding a stop by what is typed on it, without network. */

/** Lower case without diacritics, as the server's search has it: gloves type no accents. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("ł", "l")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .trim();
}

const FEWEST_DIGITS = 4;

/** Every word begins one of the words there, or is a part of the case's number. */
export function isFound(typed: string, text: string, number: string): boolean {
  const there = ` ${fold(text).replaceAll(/\s+/g, " ")}`;
  return fold(typed)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => there.includes(` ${word}`) || isPart(word, number));
}

function isPart(word: string, number: string): boolean {
  const digits = word.replaceAll("-", "");
  return /^\d+$/.test(digits) && digits.length >= FEWEST_DIGITS && number.includes(digits);
}
