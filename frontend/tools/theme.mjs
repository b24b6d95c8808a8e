/**
 * Makes `theme/city.css` from `theme/designsystemet.config.json`. The sheet is committed, because
 * its maker is a hundred packages that a build should not need; a test tells when it is stale.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const from = (path) => fileURLToPath(new URL(path, import.meta.url));
const config = from("../theme/designsystemet.config.json");
const maker = from("node_modules/.bin/designsystemet");

export function stamp() {
  return `/* made by \`npm run theme\` from config ${createHash("sha256").update(readFileSync(config)).digest("hex").slice(0, 16)} */\n`;
}

export function make() {
  const work = mkdtempSync(join(tmpdir(), "kck-theme-"));
  try {
    const run = (...args) => execFileSync(maker, args, { cwd: work, stdio: "pipe" });
    run("tokens", "create", "--config", config);
    run("tokens", "build");
    const css = readFileSync(join(work, "design-tokens-build", "city.css"), "utf8");
    // nothing may stand before @charset but it is needless in UTF-8 bundles
    writeFileSync(from("../theme/city.css"), stamp() + css.replace('@charset "UTF-8";\n', ""));
  } finally {
    rmSync(work, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) make();
