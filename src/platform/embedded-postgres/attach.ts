import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isCluster, urlsOn, type EmbeddedPostgres } from './embedded-postgres.js';
import { findLocations } from './locations.js';
import { findRunningServer } from './running-server.js';
import { keepSecrets } from './secrets.js';
import { StartError } from './start-error.js';

/**
 * The server that another program has started on these data, for a visitor: stopping it is not theirs, and does nothing.
 * @returns null when no program that lives has one there
 * @throws StartError when there are data without their secrets, or none at all: the folder was mistyped
 */
export async function attachEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres | null> {
  const { data, notice } = await findLocations(dataDir, process.getuid?.() === 0);
  const home = dirname(data);
  if (!(await isCluster(data))) {
    throw new StartError(
      `DATA_DIR: ${dataDir} holds no database. Name the folder that "npm start" has filled, or set DATABASE_URL.`,
    );
  }
  if (!(await isThere(join(data, 'postmaster.pid')))) return null;
  const secrets = await keepSecrets(home, true);
  const server = await findRunningServer(data, secrets);
  if (!server?.isInUse) return null;
  const { port } = server;
  return {
    port,
    secrets,
    notice,
    home,
    url: urlsOn(port),
    stop: () => Promise.resolve(),
    onLost: () => undefined,
  };
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
