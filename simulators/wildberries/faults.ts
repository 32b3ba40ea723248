export const FAULT_KINDS = [
  '429',
  '401',
  '402',
  '403',
  '500',
  '502',
  '503',
  '204',
  'slow',
  'truncated',
  'garbage',
  'maskedWarehouses',
  'repeatLastRows',
  'disconnect',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault to be shown to calls whose path begins with `path`. */
export interface Fault {
  /** Path prefix; '/' is every method. */
  readonly path: string;
  readonly kind: FaultKind;
  /** How many calls it hits; without it, all until cleared. */
  readonly times?: number;
  /** For 'slow': milliseconds before the answer; 1000 by default. */
  readonly delayMs?: number;
}

export interface FaultList {
  add(fault: Fault): void;
  clear(): void;
  /** The faults still armed, with what is left of `times`. */
  list(): readonly Fault[];
  /** Faults that hit a call of `path`; each is counted down. */
  strike(path: string): readonly Fault[];
}

export function createFaultList(): FaultList {
  let armed: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      armed.push({ fault, left: fault.times ?? Infinity });
    },
    clear() {
      armed = [];
    },
    list() {
      return armed.map(({ fault, left }) => (left === Infinity ? fault : { ...fault, times: left }));
    },
    strike(path) {
      const hit = armed.filter(({ fault }) => path.startsWith(fault.path));
      for (const entry of hit) entry.left -= 1;
      armed = armed.filter(({ left }) => left > 0);
      return hit.map(({ fault }) => fault);
    },
  };
}
