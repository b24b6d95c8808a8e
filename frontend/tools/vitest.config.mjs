import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const from = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: from("../..").replace(/\/$/, ""),
  server: { fs: { strict: false } },
  test: {
    include: ["src/kck/*/frontend/*.test.ts", "frontend/tools/*.test.mjs"],
    environment: "node",
    pool: "threads",
    globals: true, // the sources lie outside this folder, where `import "vitest"` would find nothing
    restoreMocks: true,
  },
});
