import { PlatformAdminService } from '../features/users/index.js';
import { systemContext } from '../platform/context/index.js';
import { runCommand } from './run-command.js';

export async function makeAdmin(email: string, isAdmin: boolean, json: boolean): Promise<void> {
  await runCommand({ json }, async (app) => {
    const administrators = app.get(PlatformAdminService, { strict: false });
    const changed = await administrators.appoint(systemContext('command line'), email, isAdmin);
    const now = isAdmin ? 'a platform administrator' : 'no platform administrator';
    const line = changed ? `${email} is ${now} from now on.` : `${email} is ${now} already.`;
    return { lines: [line], data: { email, isAdmin, changed } };
  });
}
