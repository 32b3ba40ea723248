import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Sources and what is built of them lie apart; packages lie beside the sources. */
const FOLDER = resolve('bench/peers');

/**
 * Installs, as its lock file says, what the benchmarks compare with, unless it is there. It has a package of its own, so
 * that nobody who uses or tests the product has to install it.
 */
export async function installPeers(): Promise<void> {
  const changedAt = async (path: string): Promise<number> =>
    (await stat(resolve(FOLDER, path)).catch(() => null))?.mtimeMs ?? 0;
  if ((await changedAt('node_modules/.package-lock.json')) >= (await changedAt('package-lock.json'))) return;
  console.log('Installing what is compared with ...');
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: FOLDER,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [code] = (await once(npm, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The packages of bench/peers could not be installed');
}

/** A module of these packages. What of it is used is declared where it is. */
export async function importPeer<Module>(name: string): Promise<Module> {
  const { resolve: find } = createRequire(resolve(FOLDER, 'package.json'));
  return (await import(pathToFileURL(find(name)).href)) as Module;
}
