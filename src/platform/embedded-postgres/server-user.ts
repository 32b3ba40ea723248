import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StartError } from './start-error.js';

const run = promisify(execFile);
const NAME = 'postgres';

/** Whom the server runs as: empty for the user of this process. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root; there it gets the system user "postgres", made when missing. */
export async function findServerUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return {};
  const found = await lookUp();
  if (found) return found;
  try {
    await run('groupadd', ['--system', NAME]).catch(() => undefined);
    await run('useradd', [
      '--system',
      '--gid',
      NAME,
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      NAME,
    ]);
  } catch {
    throw new StartError(
      `PostgreSQL does not run as root, and the user "${NAME}" could not be made. Make it (useradd ${NAME}), or start as an ordinary user.`,
    );
  }
  const made = await lookUp();
  if (!made) throw new StartError(`The user "${NAME}" could not be found after it was made.`);
  return made;
}

async function lookUp(): Promise<ServerUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}
