import { lowerBound } from './columns.js';

/** Versions of rows in the order of their lastChangeDate; a row has one or two versions. */
export interface ChangeLog {
  /** lastChangeDate of each version, seconds after the start of the world, ascending. */
  readonly seconds: Int32Array;
  /** Which row and version, as the maker of the log numbers them. */
  readonly versions: Int32Array;
}

/** Second and version number share one float, so that a numeric sort orders both; both stay below 2^26. */
const SPAN = 2 ** 26;

/** Collects versions and sorts them by time, ties by number. */
export class ChangeLogBuilder {
  private readonly keys: number[] = [];

  add(second: number, version: number): void {
    this.keys.push(second * SPAN + version);
  }

  build(): ChangeLog {
    const keys = Float64Array.from(this.keys).sort();
    const seconds = new Int32Array(keys.length);
    const versions = new Int32Array(keys.length);
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i] ?? 0;
      const second = Math.floor(key / SPAN);
      seconds[i] = second;
      versions[i] = key - second * SPAN;
    }
    return { seconds, versions };
  }
}

export interface PageRequest {
  /** Inclusive lower bound of lastChangeDate, seconds of the world. */
  readonly from: number;
  /** The simulated now, seconds of the world: later versions do not exist yet. */
  readonly until: number;
  /** Most rows of the page. */
  readonly rows: number;
  /** Rows before the bound to send again, as a faulty service would. */
  readonly repeat: number;
  /** Whether a version is the latest one of its row at `until`, and the row is still kept. */
  readonly isCurrent: (version: number) => boolean;
}

/** Positions of the last current versions before `start`, as many as are to be repeated, in ascending order. */
function repeated({ versions }: ChangeLog, start: number, request: PageRequest): number[] {
  const positions: number[] = [];
  for (let i = start - 1; i >= 0 && positions.length < request.repeat; i -= 1) {
    if (request.isCurrent(versions[i] ?? 0)) positions.unshift(i);
  }
  return positions;
}

/**
 * Positions (in the log) of one page of current versions. The page is cut at `rows`, but never so that all of it has
 * the lastChangeDate of the bound: with an inclusive bound such a page could not be left.
 */
export function changePage(log: ChangeLog, request: PageRequest): number[] {
  const { seconds, versions } = log;
  const start = lowerBound(seconds, request.from);
  const end = lowerBound(seconds, request.until + 1);
  const page = repeated(log, start, request);
  const enough = page.length + request.rows;
  let latest = request.from;
  for (let i = start; i < end; i += 1) {
    if (page.length >= enough && latest > request.from) break;
    if (!request.isCurrent(versions[i] ?? 0)) continue;
    page.push(i);
    latest = seconds[i] ?? 0;
  }
  return page;
}
