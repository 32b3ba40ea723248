import { readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second, whatever its timer does. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  /** Seconds of its own. */
  readonly own: number;
  /** Seconds of its children that have ended. */
  readonly ended: number;
}

/** Seconds of processor time that a process has taken; null where the system does not tell. */
export async function processorSeconds(pid: number): Promise<number | null> {
  return (await statOf(pid))?.own ?? null;
}

/** The same of a whole database server, by one of its backends. */
export async function serverSeconds(backendPid: number): Promise<number | null> {
  const server = (await statOf(backendPid))?.parent;
  const stat = server === undefined ? null : await statOf(server);
  if (server === undefined || !stat) return null;
  const children = await readFile(`/proc/${server}/task/${server}/children`, 'utf8').catch(() => '');
  const alive = await Promise.all(
    children
      .trim()
      .split(/\s+/)
      .map((pid) => processorSeconds(Number(pid))),
  );
  return alive.reduce<number>((sum, seconds) => sum + (seconds ?? 0), stat.own + stat.ended);
}

async function statOf(pid: number): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // the name before the bracket may hold anything; behind it stand state, parent, ...
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return {
    parent: fields[1] ?? 0,
    own: (user + system) / TICKS_PER_SECOND,
    ended: (endedUser + endedSystem) / TICKS_PER_SECOND,
  };
}
