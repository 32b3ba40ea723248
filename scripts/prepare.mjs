// Installs and builds what is missing or out of date. Runs before start and test, on whatever Node is there (20.19 on).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const INSTALLED = 'node_modules/.package-lock.json';
const BUILT = 'dist/.built';
const SOURCES = [
  'src',
  'migrations',
  'simulators',
  'bench',
  'ormconfig.ts',
  'tsconfig.json',
  'tsconfig.build.json',
];

const at = (path) => join(root, path);
const changedAt = (path) => (existsSync(at(path)) ? statSync(at(path)).mtimeMs : 0);

function newest(path) {
  // packages that lie beside sources are none
  if (path.endsWith('node_modules') || !existsSync(at(path))) return 0;
  const found = statSync(at(path));
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(at(path)).reduce(
    (latest, name) => Math.max(latest, newest(join(path, name))),
    found.mtimeMs,
  );
}

function run(what, command, args) {
  console.log(`${what} ...`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(`${what} failed${error ? `: ${error.message}` : ''}.`);
    process.exit(1);
  }
}

if (changedAt(INSTALLED) < changedAt('package-lock.json')) {
  // the tools that build and test are development dependencies, whatever NODE_ENV says
  run('Installing packages', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
}

const sources = Math.max(changedAt('package-lock.json'), ...SOURCES.map(newest));
if (changedAt(BUILT) < sources) {
  run('Building', 'npm', ['run', '--silent', 'build']);
  writeFileSync(at(BUILT), '');
}
