/**
 * The order in which a crew drives, from where the phone is; `field/driving.py` does the same from
 * the base and says why it is so. Here, because the phone's position is nobody else's business.
 */

export type Point = readonly [lat: number, lon: number];
export interface Stop {
  key: string;
  spot: Point | null;
  band: number;
}

const EARTH_M = 6_371_008.8;
const SAME_SPOT_M = 150;
const MOST_ROUNDS = 20;
const WORTH_M = 1;
const BANDS = [0, 1, 2];

export function distance(one: Point, other: Point): number {
  const [latA, lonA, latB, lonB] = [one[0], one[1], other[0], other[1]].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
    number,
  ];
  const half =
    Math.sin((latB - latA) / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin((lonB - lonA) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

function apart(one: Point | null | undefined, other: Point | null | undefined): number {
  return one && other ? distance(one, other) : 0;
}

/** All stops, each once; what has no spot comes last within its band. */
export function drivingOrder(stops: readonly Stop[], start: Point): Stop[] {
  let left = [...stops];
  let here = start;
  const found: Stop[] = [];
  for (const band of BANDS) {
    const placed = left.filter((stop) => stop.band === band && stop.spot);
    const path = shortened(here, nearestFirst(here, placed));
    left = left.filter((stop) => !path.includes(stop));
    for (const stop of path) {
      const near = left.filter((other) => other.band !== band && other.spot && apart(stop.spot, other.spot) <= SAME_SPOT_M);
      left = left.filter((other) => !near.includes(other));
      found.push(stop, ...near);
    }
    here = path.at(-1)?.spot ?? here;
    found.push(...left.filter((stop) => stop.band === band));
    left = left.filter((stop) => stop.band !== band);
  }
  return found;
}

function nearestFirst(start: Point, stops: readonly Stop[]): Stop[] {
  const left = [...stops];
  const path: Stop[] = [];
  let here = start;
  while (left.length) {
    let nearest = 0;
    for (let index = 1; index < left.length; index += 1) {
      if (apart(here, left[index]?.spot) < apart(here, left[nearest]?.spot)) nearest = index;
    }
    const [stop] = left.splice(nearest, 1);
    if (!stop) break;
    path.push(stop);
    here = stop.spot ?? here;
  }
  return path;
}

function shortened(start: Point, path: Stop[]): Stop[] {
  let known = path;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const better = moved(start, turned(start, known));
    if (better.every((stop, index) => stop === known[index])) break;
    known = better;
  }
  return known;
}

function turned(start: Point, given: readonly Stop[]): Stop[] {
  const path = [...given];
  for (let first = 0; first < path.length - 1; first += 1) {
    for (let last = first + 1; last < path.length; last += 1) {
      const before = first ? path[first - 1]?.spot : start;
      const after = path[last + 1]?.spot;
      const now = apart(before, path[first]?.spot) + apart(path[last]?.spot, after);
      const other = apart(before, path[last]?.spot) + apart(path[first]?.spot, after);
      if (other < now - WORTH_M) path.splice(first, last - first + 1, ...path.slice(first, last + 1).toReversed());
    }
  }
  return path;
}

function moved(start: Point, given: readonly Stop[]): Stop[] {
  let path = [...given];
  for (const stop of given) {
    const here = path.indexOf(stop);
    const rest = path.toSpliced(here, 1);
    const costs = path.map((_stop, place) => detour(start, rest, place, stop));
    const least = Math.min(...costs);
    if (least < (costs[here] ?? 0) - WORTH_M) path = rest.toSpliced(costs.indexOf(least), 0, stop);
  }
  return path;
}

/** How much longer the way is with this stop at this place of it. */
function detour(start: Point, path: readonly Stop[], place: number, stop: Stop): number {
  const before = place ? path[place - 1]?.spot : start;
  const after = path[place]?.spot;
  return apart(before, stop.spot) + apart(stop.spot, after) - apart(before, after);
}

/** Metres as the crow flies from the stop before to each. */
export function legs(stops: readonly Stop[], start: Point): (number | null)[] {
  let here = start;
  return stops.map((stop) => {
    const metres = stop.spot ? apart(here, stop.spot) : null;
    here = stop.spot ?? here;
    return metres;
  });
}
