import { setTimeout as wait } from 'node:timers/promises';

/** Epoch milliseconds. */
export type Clock = () => number;
/** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;
/** Calls `onTime` once after `ms` unless the returned function was called before. */
export type After = (ms: number, onTime: () => void) => () => void;
/** Uniform in [0, 1). */
export type Random = () => number;

export const systemSleep: Sleep = async (ms, signal) => {
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
};

export const systemAfter: After = (ms, onTime) => {
  const timer = setTimeout(onTime, ms);
  return () => clearTimeout(timer);
};
