/** The city's time, not the visitor's: the page says what time it is, and how fast it runs. */

export function cityTime(said: Date, rate: number, elapsed: number): Date {
  return new Date(said.getTime() + elapsed * rate);
}

const meta = document.querySelector<HTMLMetaElement>('meta[name="kck-now"]');
const loaded = performance.now();

export function now(): Date {
  if (!meta) return new Date();
  return cityTime(new Date(meta.content), Number(meta.dataset["rate"] ?? 1), performance.now() - loaded);
}
