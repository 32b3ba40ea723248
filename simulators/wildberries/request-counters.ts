/** Calls of one method by what became of them: HTTP status, or 'disconnect'. */
export type StatusCounts = Record<string, number>;

export interface RequestCounters {
  count(method: string, outcome: string): void;
  /** Calls by method ("POST /content/v2/get/cards/list"), their sum, and how many were refused with 429. */
  read(): {
    readonly total: number;
    readonly tooMany: number;
    readonly methods: Record<string, StatusCounts>;
  };
  reset(): void;
}

export function createRequestCounters(): RequestCounters {
  let methods: Record<string, StatusCounts> = {};
  return {
    count(method, outcome) {
      const counts = (methods[method] ??= {});
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    },
    read() {
      const all = Object.values(methods);
      const sum = (counts: readonly number[]): number => counts.reduce((left, right) => left + right, 0);
      return {
        total: sum(all.flatMap((counts) => Object.values(counts))),
        tooMany: sum(all.map((counts) => counts['429'] ?? 0)),
        methods: structuredClone(methods),
      };
    },
    reset() {
      methods = {};
    },
  };
}
