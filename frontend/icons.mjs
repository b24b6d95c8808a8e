/**
 * The mark of `icon.svg` as pictures for home screens, drawn at build time: telephones want PNG.
 *
 * It reads just what that file has: a rounded rectangle and one path of straight lines, stroked with
 * round ends. Everything is a distance, so that edges are smooth and no library is needed.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import zlib from "node:zlib";

/** `bleed`: colour to the edge, since the telephone cuts the shape; `scale` keeps the mark inside. */
export const ICONS = [
  { name: "icon-192.png", size: 192, bleed: false, scale: 1 },
  { name: "icon-512.png", size: 512, bleed: false, scale: 1 },
  { name: "icon-maskable-512.png", size: 512, bleed: true, scale: 0.82 },
  { name: "apple-touch-icon.png", size: 180, bleed: true, scale: 0.9 },
];

const attribute = (tag, name) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
  if (!found) throw new Error(`icon.svg: no ${name} in ${tag}`);
  return found[1];
};

export function markOf(svg) {
  const [rect, path] = [/<rect[^>]*>/.exec(svg)?.[0], /<path[^>]*>/.exec(svg)?.[0]];
  if (!rect || !path) throw new Error("icon.svg: a rectangle and a path are expected");
  return {
    side: Number(attribute(rect, "width")),
    radius: Number(attribute(rect, "rx")),
    ground: colour(attribute(rect, "fill")),
    ink: colour(attribute(path, "stroke")),
    width: Number(attribute(path, "stroke-width")),
    lines: linesOf(attribute(path, "d")),
  };
}

function colour(text) {
  const digits = text.slice(1);
  const full = digits.length === 3 ? [...digits].map((one) => one + one).join("") : digits;
  if (!/^[0-9a-f]{6}$/i.test(full)) throw new Error(`icon.svg: not a colour: ${text}`);
  return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16));
}

/** Straight pieces, each as [x1, y1, x2, y2]. */
export function linesOf(d) {
  const lines = [];
  let [x, y, startX, startY, command] = [0, 0, 0, 0, ""];
  const tokens = d.match(/[a-zA-Z]|-?\d*\.?\d+/g) ?? [];
  const to = (nextX, nextY) => {
    lines.push([x, y, nextX, nextY]);
    [x, y] = [nextX, nextY];
  };
  while (tokens.length) {
    if (/[a-zA-Z]/.test(tokens[0])) command = tokens.shift();
    const next = () => Number(tokens.shift());
    const [baseX, baseY] = command === command.toLowerCase() ? [x, y] : [0, 0];
    switch (command.toLowerCase()) {
      case "m":
        [x, y] = [baseX + next(), baseY + next()];
        [startX, startY] = [x, y];
        command = command === "m" ? "l" : "L";
        break;
      case "l":
        to(baseX + next(), baseY + next());
        break;
      case "h":
        to(baseX + next(), y);
        break;
      case "v":
        to(x, baseY + next());
        break;
      case "z":
        to(startX, startY);
        break;
      default:
        throw new Error(`icon.svg: "${command}" cannot be drawn here`);
    }
  }
  return lines;
}

function toLine([x1, y1, x2, y2], x, y) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = dx || dy ? ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy) : 0;
  const at = Math.min(Math.max(along, 0), 1);
  return Math.hypot(x - x1 - at * dx, y - y1 - at * dy);
}

function toGround({ side, radius }, x, y) {
  const inner = side / 2 - radius;
  const [qx, qy] = [Math.abs(x - side / 2) - inner, Math.abs(y - side / 2) - inner];
  return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - radius;
}

const covered = (distance) => Math.min(Math.max(0.5 - distance, 0), 1);

/** Pixels as RGBA, row by row. */
export function drawn(mark, { size, bleed, scale }) {
  const [pixels, unit, middle] = [Buffer.alloc(size * size * 4), size / mark.side, mark.side / 2];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = [(column + 0.5) / unit, (row + 0.5) / unit];
      const [markX, markY] = [middle + (x - middle) / scale, middle + (y - middle) / scale];
      const nearest = Math.min(...mark.lines.map((line) => toLine(line, markX, markY)));
      const ink = covered((nearest - mark.width / 2) * unit * scale);
      const alpha = bleed ? 1 : covered(toGround(mark, x, y) * unit);
      const at = (row * size + column) * 4;
      for (const one of [0, 1, 2]) pixels[at + one] = Math.round(mark.ground[one] * (1 - ink) + mark.ink[one] * ink);
      pixels[at + 3] = Math.round(alpha * 255);
    }
  }
  return pixels;
}

export function png(pixels, size) {
  const rows = Buffer.alloc(size * (size * 4 + 1)); // each begins with a 0: no filter
  for (let row = 0; row < size; row++) pixels.copy(rows, row * (size * 4 + 1) + 1, row * size * 4, (row + 1) * size * 4);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8); // eight bits, RGBA
  const parts = [chunk("IHDR", head), chunk("IDAT", zlib.deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(zlib.crc32 ? zlib.crc32(body) : checksum(body), body.length + 4);
  return frame;
}

/** Node 20 has no `crc32` yet. */
function checksum(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

export async function drawIcons(svgPath, folder) {
  const mark = markOf(await readFile(svgPath, "utf8"));
  await mkdir(folder, { recursive: true });
  await Promise.all(ICONS.map((icon) => writeFile(join(folder, icon.name), png(drawn(mark, icon), icon.size))));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await drawIcons(process.argv[2], process.argv[3]);
