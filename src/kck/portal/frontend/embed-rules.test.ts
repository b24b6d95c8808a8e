import { frameAddress, heightOf, keptAfter, keptIn, titleOf } from "./embed-rules";

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

describe("what the page around keeps for a reload", () => {
  const kept = { at: "/embed/a:b/report/", typed: "x" };

  test("follows what our frame says, and ends when it has nothing to go on with", () => {
    expect(keptAfter(kept, { kckAt: "/embed/a:b/report/where/" })).toEqual({ ...kept, at: "/embed/a:b/report/where/" });
    expect(keptAfter(kept, { kckTyped: "y" })).toEqual({ ...kept, typed: "y" });
    expect(keptAfter(kept, { kckAt: "" })).toBeNull();
    expect(keptAfter({ at: "", typed: "" }, { kckTyped: "late" })).toBeNull();
    expect(keptAfter(kept, { kckHeight: 7 })).toBe(kept);
    expect(keptAfter(kept, null)).toBe(kept);
  });

  test.each([null, "{broken", "null", "7", '{"at":7}', '{"at":"//evil.example","typed":""}'])("%s is nothing", (raw) => {
    expect(keptIn(raw)).toEqual({ at: "", typed: "" });
  });

  test("comes back as it was", () => {
    expect(keptIn(JSON.stringify(kept))).toEqual(kept);
  });
});
