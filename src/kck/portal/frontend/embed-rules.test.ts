import { frameAddress, heightOf, titleOf } from "./embed-rules";

describe("the frame on another site", () => {
  test("says who is around it, and only what was asked for", () => {
    const asked: Record<string, string> = { accent: "#0b6e4f", category: "road-pothole" };
    const address = frameAddress("https://kck.example", "form", "en", "https://city.example", (name) => asked[name] ?? "");

    const query = new URL(address).searchParams;
    expect(address.startsWith("https://kck.example/embed/form/?")).toBe(true);
    expect(Object.fromEntries(query)).toEqual({ origin: "https://city.example", lang: "en", ...asked });
  });

  test("has a title in the language of the page, Polish where we do not speak it", () => {
    expect(titleOf("status", "en")).toBe("Check your case");
    expect(titleOf("form", "de")).toBe("Zgłoś problem miastu");
  });

  test.each([
    [{ kckHeight: 700.2 }, 701],
    [{ kckHeight: 1e9 }, 10_000],
    [{ kckHeight: -5 }, 120],
    [{ kckHeight: "700" }, 0],
    [{ kckHeight: Number.NaN }, 0],
    ["700", 0],
    [null, 0],
  ])("%o makes it %i px high", (message, height) => {
    expect(heightOf(message)).toBe(height);
  });
});
