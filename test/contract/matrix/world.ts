import type { GraphqlAnswer, TestApp } from '../../support/app.js';
import { Peer, type Closing } from '../../support/socket.js';
import { ACCOUNTS, type Caller } from './callers.js';
import type { IdKind } from './lines.js';

type Kind = Exclude<IdKind, 'cursor'>;

/** Everybody of two tenants, and a platform administrator. */
const NAMES = ['owner', 'admin', 'user', 'user2', 'viewer', 'inactive'] as const;
const ROLES: Readonly<Record<string, string>> = {
  owner: 'OWNER',
  admin: 'ADMIN',
  user: 'USER',
  user2: 'USER',
  viewer: 'VIEWER',
  inactive: 'USER',
};

/** What nobody else sees, whatever their role. */
const PRIVATE: readonly Kind[] = ['notification', 'export'];

/** Units in stock of each account, a decimal place each: a sum tells whose they are. */
const UNITS: Readonly<Record<string, number>> = {
  owner: 1,
  admin: 10,
  user: 100,
  user2: 1_000,
  viewer: 10_000,
  inactive: 100_000,
};

/** Two tenants with rows of everybody in every table, each text marked with whose it is. */
export class World {
  private readonly tokens = new Map<string, string>();
  /** By account and kind. */
  private readonly ids = new Map<string, string>();
  /** Whose an id is, as a mark. */
  private readonly marks = new Map<string, string>();

  private constructor(private readonly test: TestApp) {}

  /** @param settle lets pass the time in which a deactivation may go unnoticed */
  static async seed(test: TestApp, settle: () => void): Promise<World> {
    const world = new World(test);
    for (const tenant of ['a', 'b'] as const) {
      await world.addTenant(tenant);
      for (const name of NAMES.slice(1)) await world.addMember(tenant, name);
    }
    await world.addTenant('p');
    const sign = async (account: string): Promise<void> => {
      world.tokens.set(account, await test.login(`mark-${account}@example.com`));
    };
    await Promise.all(Object.values(ACCOUNTS).map(sign));
    await test.database.query(
      `UPDATE refresh_tokens t SET user_agent = replace(split_part(u.email, '@', 1), 'mark', 'private') FROM users u WHERE u.id = t.user_id`,
    );
    await test.database.query(`UPDATE users SET is_active = false WHERE email LIKE 'mark-%-inactive@%'`);
    await test.database.query(`UPDATE users SET is_admin = true WHERE email LIKE 'mark-p-%'`);
    settle();
    return world;
  }

  /** Of an account such as a-user2; of a tenant's by any account of it. */
  idOf(account: string, kind: Kind): string {
    const id = this.ids.get(`${account} ${kind}`);
    if (id === undefined) throw new Error(`${account} has no ${kind}`);
    return id;
  }

  async ask(caller: Caller, document: string, variables: object): Promise<GraphqlAnswer> {
    const token = caller === 'nobody' ? undefined : this.tokens.get(ACCOUNTS[caller]);
    const answer = document.startsWith('subscription')
      ? await firstOf(this.test.url, document, variables, token)
      : await this.test.graphql(document, variables, token);
    // what differs between any two answers
    for (const { extensions } of answer.errors ?? []) delete extensions.requestId;
    return answer;
  }

  /** The marks of all that an answer tells of, be it by a text or by an id. */
  marksIn(answer: GraphqlAnswer): string[] {
    const text = JSON.stringify(answer);
    const byText = text.match(/\b(mark|private)-[abp]-[a-z0-9]+/g) ?? [];
    const ids = text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    const byId = ids.map((id) => this.marks.get(id)).filter((mark) => mark !== undefined);
    return [...new Set([...byText, ...byId])].sort();
  }

  /** Units in stock of all whose goods somebody sees. */
  static unitsSeenBy(caller: Exclude<Caller, 'nobody' | 'inactive'>): number {
    if (caller === 'platform') return UNITS.owner ?? 0;
    if (caller === 'user' || caller === 'user2') return UNITS[caller] ?? 0;
    const whole = Object.values(UNITS).reduce((sum, units) => sum + units, 0);
    return ACCOUNTS[caller].startsWith('b') ? whole * 2 : whole;
  }

  private async addTenant(tenant: string): Promise<void> {
    const account = `${tenant}-owner`;
    const { userId, tenantId } = await this.test.register(`mark-${account}`);
    this.note(account, 'user', userId);
    for (const name of NAMES) this.ids.set(`${tenant}-${name} tenant`, tenantId);
    this.marks.set(tenantId, `mark-${tenant}-tenant`);
    await this.test.database.query(`UPDATE tenants SET name = $2, slug = $2 WHERE id = $1`, [
      tenantId,
      `mark-${tenant}-tenant`,
    ]);
    await this.addRows(account);
  }

  private async addMember(tenant: string, name: string): Promise<void> {
    const account = `${tenant}-${name}`;
    const [row] = await this.test.database.query<{ id: string }>(
      `INSERT INTO users (email, password_hash, tenant_id, role)
       SELECT $3, password_hash, tenant_id, $2 FROM users WHERE id = $1 RETURNING id`,
      [this.idOf(`${tenant}-owner`, 'user'), ROLES[name], `mark-${account}@example.com`],
    );
    this.note(account, 'user', row?.id);
    await this.addRows(account);
  }

  private async addRows(account: string): Promise<void> {
    const [tenant = '', name = ''] = account.split('-');
    const units = (UNITS[name] ?? 0) * (tenant === 'b' ? 2 : 1);
    const owner = [this.idOf(account, 'tenant'), this.idOf(account, 'user')];
    const mark = `mark-${account}`;
    const add = async (kind: Kind, sql: string, values: unknown[]): Promise<void> => {
      const [row] = await this.test.database.query<{ id: string }>(sql, [...owner, ...values]);
      this.note(account, kind, row?.id);
    };
    await this.test.database.query(
      `UPDATE users SET full_name = $2, wb_api_key_encrypted = 'sealed' WHERE id = $1`,
      [owner[1], mark],
    );
    await add('product', PRODUCT, [mark, units]);
    await this.test.database.query(OF_PRODUCT, [this.idOf(account, 'product'), mark, units]);
    await add('sale', SALE, [this.idOf(account, 'product'), mark, units]);
    await add('syncRun', SYNC_RUN, [mark]);
    await add('notification', NOTIFICATION, [mark.replace('mark', 'private')]);
    await add('invitation', INVITATION, [mark]);
    await add('export', EXPORT, [mark.replace('mark', 'private')]);
    await this.test.database.query(AUDIT_ENTRY, [...owner, mark]);
  }

  private note(account: string, kind: Kind, id: string | undefined): void {
    if (id === undefined) throw new Error(`No ${kind} was made for ${account}`);
    this.ids.set(`${account} ${kind}`, id);
    this.marks.set(id, `${PRIVATE.includes(kind) ? 'private' : 'mark'}-${account}`);
  }
}

/** What a subscription is told first, or why it is told nothing. */
async function firstOf(
  url: string,
  document: string,
  variables: object,
  token?: string,
): Promise<GraphqlAnswer> {
  const peer = Peer.of(url, token);
  const subscribed = peer.subscribe(document, { ...variables });
  try {
    // some end after it, others would go on
    const [first] = await Promise.race([subscribed.over(), subscribed.heard(1)]);
    return { status: 200, data: null, ...(first ?? refusedBy(await peer.closed())) };
  } finally {
    await peer.leave();
  }
}

/** Whoever is not let in is told so by the closing of the socket (graphql-transport-ws: Unauthorized, Forbidden). */
function refusedBy({ code, reason }: Closing): object {
  const isRefusal = code === 4401 || code === 4403;
  return { errors: [{ message: reason, extensions: { code: isRefusal ? 'UNAUTHENTICATED' : code } }] };
}

const PRODUCT = `
  WITH connection AS (
    INSERT INTO wildberries_connections (tenant_id, user_id, seller_id, token_type, key_expires_at, state, checked_at)
    VALUES ($1, $2, $3::text, 'personal', '2027-01-01', 'VALID', '2026-11-01')
  )
  INSERT INTO products (tenant_id, user_id, wb_article, wb_nm_id, name, brand, category, price, stock_total)
  VALUES ($1, $2, $3::text, abs(hashtext($3::text)), $3::text, $3::text, $3::text, 100, $4) RETURNING id`;

const OF_PRODUCT = `
  WITH p AS (SELECT tenant_id, user_id, id AS product_id FROM products WHERE id = $1::uuid),
  cost AS (
    INSERT INTO product_costs (tenant_id, user_id, product_id, valid_from, unit_cost)
    SELECT tenant_id, user_id, product_id, '2026-01-01', 1 FROM p
  ), history AS (
    INSERT INTO stock_history (tenant_id, user_id, product_id, warehouse_name, quantity, delta, recorded_at)
    SELECT tenant_id, user_id, product_id, $2::text, $3::integer, $3::integer, '2026-11-02' FROM p
  ), days AS (
    INSERT INTO sales_daily (tenant_id, user_id, day, product_id, warehouse_name, sold_quantity, returned_quantity,
      sold_revenue, returned_revenue, sold_commission, returned_commission, sold_net, returned_net, net_missing)
    SELECT tenant_id, user_id, '2026-11-19', product_id, $2::text, $3::integer, 0, $3::integer, 0, 0, 0, 0, 0, 0 FROM p
  ), totals AS (
    INSERT INTO sales_totals_daily (tenant_id, user_id, day, sold_quantity, returned_quantity, sold_revenue, returned_revenue,
      sold_commission, returned_commission, sold_net, returned_net, net_missing, returned_net_missing, commission_missing,
      returned_commission_missing)
    SELECT tenant_id, user_id, '2026-11-19', $3::integer, 0, $3::integer, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM p
  ), figures AS (
    INSERT INTO product_metrics (tenant_id, user_id, product_id, as_of, calculated_at, stock_now, sold_30_days, returned_30_days,
      revenue_30_days, cost_30_days, cost_missing, in_stock_days, known_days, velocity, days_of_cover, abc_class, xyz_class,
      reorder_point, reorder_quantity, stockout_date, risk)
    SELECT tenant_id, user_id, product_id, '2026-11-20', '2026-11-20', $3::integer, 0, 0, 0, 0, 0, 17, 17, 1, 1, 'A', 'NEW',
      $3::integer, 1, '2026-11-21', 'ORDER_NOW' FROM p
  ), goods AS (
    INSERT INTO goods_totals (tenant_id, user_id, risk, products, stock_total, without_loss, without_cost, as_of, calculated_at)
    SELECT tenant_id, user_id, 'ORDER_NOW', 1, $3::integer, 1, 0, '2026-11-20', '2026-11-20' FROM p
  ), kept AS (
    INSERT INTO analytics_cache (tenant_id, user_id, metric_type, period, data, calculated_at, expires_at)
    SELECT tenant_id, user_id, 'TOP_PRODUCTS', 'DAILY', jsonb_build_object('from', '2026-11-19', 'until', '2026-11-20',
      'totals', jsonb_build_object('products', 1, 'sold', 1, 'returned', 0, 'revenue', '1.00'),
      'groups', jsonb_build_array(jsonb_build_object('productId', product_id, 'wbArticle', $2::text, 'name', $2::text,
        'abcClass', 'A', 'sold', 1, 'returned', 0, 'revenue', '1.00'))), '2026-11-20', '2026-11-22' FROM p
  )
  INSERT INTO stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at)
  SELECT tenant_id, user_id, product_id, $2::text, $3::integer, '2026-11-02' FROM p`;

const SALE = `
  INSERT INTO sales (tenant_id, user_id, product_id, external_id, sale_date, quantity, price, warehouse_name, wb_order_id)
  VALUES ($1, $2, $3, $4::text, '2026-11-19', $5, 1, $4::text, $4::text) RETURNING id`;

const SYNC_RUN = `
  INSERT INTO sync_runs (tenant_id, user_id, id, state, queued_at, error)
  VALUES ($1, $2, uuid_v7(), 'FAILED', '2026-11-02', $3::text) RETURNING id`;

const NOTIFICATION = `
  INSERT INTO notifications (tenant_id, user_id, type, title, message)
  VALUES ($1, $2, 'SECURITY', $3::text, $3::text) RETURNING id`;

const INVITATION = `
  INSERT INTO invitations (tenant_id, invited_by, email, role, token_hash, created_at, expires_at)
  VALUES ($1, $2, $3::text || '-guest@example.com', 'VIEWER', $3::text, '2026-11-19', '2026-11-26') RETURNING id`;

const EXPORT = `
  INSERT INTO exports (tenant_id, user_id, id, kind, format, state, created_at, error)
  VALUES ($1, $2, uuid_v7(), 'PRODUCTS', 'CSV', 'FAILED', '2026-11-19', $3::text) RETURNING id`;

const AUDIT_ENTRY = `
  INSERT INTO audit_log (tenant_id, user_id, action, entity_type, entity_id, user_agent, created_at)
  VALUES ($1, $2, 'user.profile_updated', 'user', $2, $3, '2026-11-19')`;
