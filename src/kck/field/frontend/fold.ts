/** Lower case without diacritics, as the server's search has it: gloves type no accents. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("ł", "l")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .trim();
}
