import pg from 'pg';
import { tenantSettings } from '../../src/platform/database/settings-sql.js';
import { listenBare, POOL_SIZE } from '../bare/bare-server.js';
import { readBehindWalls, readPlain, type Row, type Run } from '../bare/bare-reads.js';
import { owner, type PreparedCall } from '../bare/own-statements.js';
import { cpuSeconds, serve } from '../processes/child.js';
import { FIGURES, LISTS, type List } from './lists.js';
import { listCalls, viewerCall } from './own-calls.js';

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

/** No GraphQL, and nobody signs in. */
const commands = {
  /** @returns where it listens; the place of a list in LISTS is its path, and the viewer comes after them */
  listen: async ({ superuserUrl, appUrl, walls, tenantId, userId }: BareHandler): Promise<string> => {
    const ctx = owner(tenantId, userId);
    const arranging = new pg.Pool({ connectionString: superuserUrl, max: 1 });
    const calls = await Promise.all(LISTS.map((list) => listCalls(arranging, ctx, list)));
    const viewer = await viewerCall(arranging, ctx);
    await arranging.end();
    // pipelined, as the application's; the types do not know of it yet
    const options = { connectionString: walls ? appUrl : superuserUrl, max: POOL_SIZE, pipeline: true };
    const pool = new pg.Pool(options);
    const read = walls ? readBehindWalls(pool, tenantSettings(ctx)) : readPlain(pool);
    return listenBare([
      ...LISTS.map((list, index) => () => read((run) => listAnswer(list, calls[index] ?? [], run))),
      () => read((run) => viewerAnswer(viewer, [...ctx.permissions], run)),
    ]);
  },
  cpuSeconds,
};

export type BareHandlerCommands = typeof commands;

async function listAnswer(list: List, [products, more]: readonly PreparedCall[], run: Run): Promise<object> {
  const rows = products ? (await run(products)).slice(0, list.first) : [];
  if (!more) return { data: { products: { nodes: rows.map(scalarsOf) } } };
  const ids = rows.map((row) => row['id']);
  const found = await run({ ...more, values: more.values.with(1, ids) });
  const add = list.withStock ? levelsOf(found) : figuresOf(found);
  const nodes = rows.map((row) => ({ ...scalarsOf(row), ...add(row['id']) }));
  return { data: { products: { nodes } } };
}

function levelsOf(rows: readonly Row[]): (id: unknown) => object {
  const levels = Map.groupBy(rows, (row) => row['productId']);
  return (id) => ({
    stockLevels: (levels.get(id) ?? []).map(({ warehouseName, quantity }) => ({ warehouseName, quantity })),
  });
}

function figuresOf(rows: readonly Row[]): (id: unknown) => object {
  const figures = new Map(rows.map((row) => [row['productId'], row]));
  return (id) => {
    const { revenue30Days, ...row } = figures.get(id) ?? {};
    const named = Object.fromEntries(FIGURES.map((name) => [name, row[name]]));
    return { metrics: { ...named, revenue30Days: { amount: revenue30Days } } };
  };
}

function scalarsOf({ id, wbArticle, wbNmId, name, brand, stockTotal }: Row): object {
  return { id, wbArticle, wbNmId, name, brand, stockTotal };
}

async function viewerAnswer(call: PreparedCall, permissions: readonly string[], run: Run): Promise<object> {
  const [{ email, role } = {}] = await run(call);
  return { data: { viewer: { user: { email, role }, permissions } } };
}

serve(commands);
