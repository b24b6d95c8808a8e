/** Builds every face: `src/kck/<face>/frontend/main.ts` becomes `dist/static/<face>/main.js`. */
import { cp, mkdir, rm } from "node:fs/promises";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { drawIcons } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const faces = join(here, "..", "src", "kck");
const out = join(here, "dist", "static");
const fonts = join(here, "node_modules", "@fontsource-variable", "inter", "files");
const ui = join(faces, "ui", "frontend");

const shared = {
  bundle: true,
  minify: true,
  logLevel: "warning",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  nodePaths: [join(here, "node_modules")],
  outdir: out,
  legalComments: "none",
};

const pages = readdirSync(faces)
  .map((face) => ({ in: join(faces, face, "frontend", "main.ts"), out: `${face}/main` }))
  .filter((entry) => existsSync(entry.in));

const builds = [
  // the map is a chunk of its own, fetched by the first <map-view> that comes into sight
  { ...shared, entryPoints: pages, format: "esm", splitting: true, chunkNames: "chunks/[name]-[hash]" },
  {
    ...shared,
    entryPoints: [
      { in: join(ui, "main.css"), out: "ui/main" },
      { in: join(ui, "map.css"), out: "ui/map" },
    ],
    external: ["./fonts/*"],
  },
  {
    ...shared,
    entryPoints: [{ in: join(ui, "live-worker.ts"), out: "ui/live-worker" }],
    format: "iife",
  },
  // the field's service worker: one file, served from under the addresses that it keeps
  {
    ...shared,
    entryPoints: [{ in: join(faces, "field", "frontend", "sw.ts"), out: "field/sw" }],
    format: "iife",
  },
  // what other sites put on their pages: one file, nothing in it that it does not need
  {
    ...shared,
    entryPoints: [{ in: join(faces, "portal", "frontend", "embed.ts"), out: "embed/kck" }],
    format: "iife",
  },
  {
    ...shared,
    entryPoints: [{ in: "maplibre-gl/dist/maplibre-gl-worker.mjs", out: "ui/map-worker" }],
    format: "esm",
  },
];

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "ui", "fonts"), { recursive: true });
for (const subset of ["latin", "latin-ext", "cyrillic"]) {
  await cp(join(fonts, `inter-${subset}-wght-normal.woff2`), join(out, "ui", "fonts", `inter-${subset}.woff2`));
}

await drawIcons(join(faces, "ui", "static", "ui", "icon.svg"), join(out, "ui"));

if (process.argv.includes("--watch")) {
  for (const build of builds) await (await esbuild.context(build)).watch();
} else {
  await Promise.all(builds.map((build) => esbuild.build(build)));
}
