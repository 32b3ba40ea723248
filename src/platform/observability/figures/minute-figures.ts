import { note, type Latencies } from './latencies.js';
import type { AnsweredOperation, OperationType } from './operation.js';

const MINUTE_MS = 60_000;
/** Minutes that nobody has taken are forgotten, the oldest first: a database that is away must not fill the memory. */
const MOST_MINUTES = 60;

/** What one process has answered within one minute. */
export interface MinuteFigures {
  readonly minute: Date;
  readonly requests: Map<OperationType, number>;
  /** By operation and code. */
  readonly errors: Map<OperationType, Map<string, number>>;
  readonly latencies: Latencies;
}

/** Counts by minutes, until they are taken to where all processes are added up. */
export class MinuteCounts {
  private current: MinuteFigures | null = null;
  private readonly over: MinuteFigures[] = [];

  note({ type, codes, milliseconds }: AnsweredOperation, now: Date): void {
    const { requests, errors, latencies } = this.minuteOf(now);
    add(requests, type);
    if (milliseconds !== null) note(latencies, milliseconds);
    for (const code of codes) {
      const ofType = errors.get(type) ?? new Map<string, number>();
      errors.set(type, ofType);
      add(ofType, code);
    }
  }

  /**
   * Minutes that are over, from the first request on those without one too; they stay until they are dropped. A process
   * that answers nobody, such as a worker, has nothing to tell.
   */
  closed(now: Date): readonly MinuteFigures[] {
    if (this.current) this.minuteOf(now);
    return [...this.over];
  }

  /** All there is, the minute under way too: for a process that ends. */
  all(): readonly MinuteFigures[] {
    return this.current ? [...this.over, this.current] : [...this.over];
  }

  /** Forgets what has been taken. */
  drop(taken: readonly MinuteFigures[]): void {
    for (const figures of taken) {
      const index = this.over.indexOf(figures);
      if (index >= 0) this.over.splice(index, 1);
    }
  }

  private minuteOf(now: Date): MinuteFigures {
    const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
    if (this.current && this.current.minute.getTime() >= minute) return this.current;
    if (this.current) {
      this.over.push(this.current);
      const silent = Math.min((minute - this.current.minute.getTime()) / MINUTE_MS - 1, MOST_MINUTES);
      for (let back = silent; back >= 1; back--) this.over.push(empty(minute - back * MINUTE_MS));
      this.over.splice(0, this.over.length - MOST_MINUTES);
    }
    return (this.current = empty(minute));
  }
}

function empty(minute: number): MinuteFigures {
  return { minute: new Date(minute), requests: new Map(), errors: new Map(), latencies: new Map() };
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
