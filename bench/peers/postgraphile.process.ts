import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpuSeconds, serve } from '../processes/child.js';
import { importPeer } from './peer-packages.js';

interface Listening {
  /** Of the application's role, behind its row-level security. */
  readonly appUrl: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly poolSize: number;
}

interface Grafserv {
  addTo(server: Server): Promise<void>;
}

interface PostGraphile {
  readonly postgraphile: (preset: object) => { createServ(grafserv: unknown): Grafserv };
}

/**
 * PostGraphile 5 as its documentation mounts it on node:http, in production mode, with the row-level security of the
 * application. Who asks is not read from a token: the settings stand fixed, which spares it that work.
 */
const commands = {
  /** @returns where it listens */
  listen: async ({ appUrl, tenantId, userId, poolSize }: Listening): Promise<string> => {
    const { postgraphile } = await importPeer<PostGraphile>('postgraphile');
    const { PostGraphileAmberPreset: amber } = await importPeer<{ PostGraphileAmberPreset: object }>(
      'postgraphile/presets/amber',
    );
    const { makePgService } = await importPeer<{ makePgService: (options: object) => object }>(
      'postgraphile/adaptors/pg',
    );
    const { grafserv } = await importPeer<{ grafserv: unknown }>('postgraphile/grafserv/node');
    const service = makePgService({
      connectionString: appUrl,
      poolConfig: { max: poolSize },
      schemas: ['public'],
      pgSettings: {
        'app.tenant_id': tenantId,
        'app.user_id': userId,
        'app.scope': 'tenant',
        'app.write_scope': 'tenant',
      },
    });
    const preset = {
      extends: [amber],
      // by itself it offers orders and conditions for columns that lead an index; here the tenant leads them all
      disablePlugins: ['PgIndexBehaviorsPlugin'],
      pgServices: [service],
      // what it offers against doing the work twice: the answer comes as text, and no page for people is served
      grafserv: { graphiql: false, watch: false, outputDataAsString: true },
    };
    const server = createServer();
    await postgraphile(preset).createServ(grafserv).addTo(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  },
  cpuSeconds,
};

export type PostGraphileCommands = typeof commands;

serve(commands);
