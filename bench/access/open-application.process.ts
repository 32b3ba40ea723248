import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApplication } from '../../src/application.js';
import type { Settings } from '../../src/config/settings.js';
import { permissionsOf, Role } from '../../src/platform/access/index.js';
import { AccessGuard } from '../../src/platform/access/access.guard.js';
import { Authenticator, type Authenticated } from '../../src/platform/context/index.js';
import { cpuSeconds, serve } from '../processes/child.js';

interface OpenListening {
  readonly settings: Settings;
  /** Passes row-level security. */
  readonly superuserUrl: string;
  readonly tenantId: string;
  readonly userId: string;
}

/** The application with its walls taken out: nobody is identified, no field is guarded, no row is held back. */
const commands = {
  /** @returns where the API listens */
  listen: async ({ settings, superuserUrl, tenantId, userId }: OpenListening): Promise<string> => {
    AccessGuard.prototype.canActivate = () => true;
    const databases = { ...settings.databases, app: superuserUrl };
    app = await createApplication({ ...settings, databases, worker: false });
    const identity: Authenticated = {
      tenantId,
      userId,
      role: Role.OWNER,
      scope: 'tenant',
      writeScope: 'tenant',
      permissions: permissionsOf(Role.OWNER, false),
      sessionId: '00000000-0000-7000-8000-000000000000',
      impersonatorId: null,
      expiresAt: new Date(8.64e15),
    };
    app.get(Authenticator, { strict: false }).identify = () => Promise.resolve(identity);
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  },
  cpuSeconds,
};

export type OpenApplicationCommands = typeof commands;

let app: NestFastifyApplication | null = null;

serve(commands, async () => app?.close());
