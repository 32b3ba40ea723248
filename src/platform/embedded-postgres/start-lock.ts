import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './is-alive.js';
import { StartError } from './start-error.js';

/**
 * One start at a time in a folder: two that make the same cluster would destroy each other's. Held until the server
 * runs; from then on a lock in the database tells that it is in use.
 * @returns gives it up
 * @throws StartError when another program is starting there
 */
export async function holdStart(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'starting.pid');
  if (!(await take(file))) {
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (holder > 0 && isAlive(holder)) {
      throw new StartError(
        `Another Stock Tracker (process ${holder}) is starting in ${folder}. Wait for it, or name another DATA_DIR.`,
      );
    }
    // its holder was killed
    await rm(file, { force: true });
    if (!(await take(file)))
      throw new StartError(
        `Another Stock Tracker is starting in ${folder}. Wait for it, or name another DATA_DIR.`,
      );
  }
  return () => rm(file, { force: true });
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
