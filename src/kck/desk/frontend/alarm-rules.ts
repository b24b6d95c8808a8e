/** What the sound of the triage screen is doing, and when it is heard. */

export type Sound = "waits" | "muted" | "heard";

/** The browser keeps still until somebody has clicked or pressed a key. */
export function soundOf(muted: boolean, running: boolean): Sound {
  if (muted) return "muted";
  return running ? "heard" : "waits";
}

/** Those of which no tone has been heard on this screen. */
export function fresh(numbers: readonly string[], known: ReadonlySet<string>): string[] {
  return numbers.filter((number) => !known.has(number));
}
