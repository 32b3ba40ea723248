import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { tenantSettings } from '../../src/platform/database/settings-sql.js';
import { cpuSeconds, serve } from '../processes/child.js';
import { readBehindWalls, readPlain, type Row, type Run } from './bare-reads.js';
import { LISTS, type List } from './lists.js';
import { owner, statementsOf, type PreparedCall } from './own-statements.js';

interface BareHandler {
  /** Of a role that passes row-level security. */
  readonly superuserUrl: string;
  /** Of the application's role. */
  readonly appUrl: string;
  /** Whether reads stand behind what the application's stand behind: its role, its settings, one snapshot. */
  readonly walls: boolean;
  readonly tenantId: string;
  readonly userId: string;
}

const POOL_SIZE = 20;

/** The least that can answer a list: node:http and pg. No GraphQL, and nobody signs in. */
const commands = {
  /** @returns where it listens; the place of a list in LISTS is its path */
  listen: async ({ superuserUrl, appUrl, walls, tenantId, userId }: BareHandler): Promise<string> => {
    const ctx = owner(tenantId, userId);
    const arranging = new pg.Pool({ connectionString: superuserUrl, max: 1 });
    const calls = await Promise.all(LISTS.map((list) => statementsOf(arranging, ctx, list)));
    await arranging.end();
    // pipelined, as the application's; the types do not know of it yet
    const options = { connectionString: walls ? appUrl : superuserUrl, max: POOL_SIZE, pipeline: true };
    const pool = new pg.Pool(options);
    const read = walls ? readBehindWalls(pool, tenantSettings(ctx)) : readPlain(pool);
    const server = createServer((request, response) => {
      request.resume();
      const index = Number(request.url?.slice(1));
      const list = LISTS[index];
      if (!list) return void response.writeHead(404).end();
      read((run) => answerOf(list, calls[index] ?? [], run)).then(
        (answer) => {
          const body = Buffer.from(JSON.stringify(answer));
          response
            .writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
            .end(body);
        },
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
  cpuSeconds,
};

export type BareHandlerCommands = typeof commands;

async function answerOf(list: List, [products, stock]: readonly PreparedCall[], run: Run): Promise<object> {
  const rows = products ? (await run(products)).slice(0, list.first) : [];
  if (!stock) return { data: { products: { nodes: rows.map(scalarsOf) } } };
  const ids = rows.map((row) => row['id']);
  const levels = Map.groupBy(
    await run({ ...stock, values: stock.values.with(1, ids) }),
    (row) => row['productId'],
  );
  const nodes = rows.map((row) => ({
    ...scalarsOf(row),
    stockLevels: (levels.get(row['id']) ?? []).map(({ warehouseName, quantity }) => ({
      warehouseName,
      quantity,
    })),
  }));
  return { data: { products: { nodes } } };
}

function scalarsOf({ id, wbArticle, wbNmId, name, brand, stockTotal }: Row): object {
  return { id, wbArticle, wbNmId, name, brand, stockTotal };
}

serve(commands);
