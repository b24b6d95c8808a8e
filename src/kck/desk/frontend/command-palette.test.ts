// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { ranked } from "./command-palette";

const LINES = ["Czekają za długo", "Moja jednostka", "Po terminie", "Mapa"].map((label) => ({ label }));

describe("ranked", () => {
  it("finds without accents, whatever the order of words", () => {
    expect(ranked(LINES, "dlugo czek").map((line) => line.label)).toEqual(["Czekają za długo"]);
  });

  it("puts first what begins with what was typed", () => {
    expect(ranked(LINES, "m").map((line) => line.label)).toEqual(["Moja jednostka", "Mapa", "Po terminie"]);
  });

  it("shows everything to whoever has typed nothing", () => {
    expect(ranked(LINES, " ")).toHaveLength(4);
  });
});
