import { readdirSync, readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

const THREADS = '/proc/self/task';
const POOL_THREAD = 'libuv-worker';

/**
 * Lets the threads of libuv's pool, in which passwords are hashed, give way to the one that answers everybody else.
 * Linux keeps a priority per thread; elsewhere it belongs to the process, and nothing is changed. The pool exists once
 * it has been given work.
 */
export function lowerPoolPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    for (const thread of poolThreads()) setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that does not let us: this is a courtesy to others, and no reason to refuse a sign-in.
  }
}

/** Thread ids. Node before version 22 leaves its threads without a name, and has none here. */
export function poolThreads(): number[] {
  const nameOf = (thread: string) => readFileSync(`${THREADS}/${thread}/comm`, 'utf8').trim();
  return readdirSync(THREADS)
    .filter((thread) => nameOf(thread) === POOL_THREAD)
    .map(Number);
}
