import { MALLOC_SETTINGS } from './settings.js';

/**
 * Loaded before the program (`node --import`). The C library reads its settings when a process begins; so one that has
 * none begins again in its place, as the same process. What it starts itself, such as PostgreSQL, is not to have them.
 */
const isSet = Object.keys(MALLOC_SETTINGS).some((name) => process.env[name] !== undefined);
if (isSet) {
  for (const [name, value] of Object.entries(MALLOC_SETTINGS))
    if (process.env[name] === value) Reflect.deleteProperty(process.env, name);
} else if (process.platform === 'linux') {
  process.execve?.(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
    ...process.env,
    ...MALLOC_SETTINGS,
  });
}
