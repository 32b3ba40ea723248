import { expect } from '@jest/globals';
import ExcelJS from 'exceljs';
import { CSV } from '../../src/platform/http/index.js';
import { TestApp } from './app.js';
import { FixedClock } from './clock.js';
import { makeTeam, type Member, type Team } from './team.js';

export const NOW = new Date('2026-11-20T09:00:00Z');

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly row: number | null;
  readonly column: string | null;
}

export interface Answer {
  readonly status: number;
  readonly updated?: number | null;
  readonly unchanged?: number | null;
  readonly ignoredColumns?: string[];
  readonly userErrors?: Problem[];
  readonly errors?: { message: string; extensions: { code: string; retryAfterSeconds?: number } }[];
}

interface Sending {
  readonly who?: Pick<Member, 'token'> | null;
  readonly type?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Files of costs on their way in. */
export class ProductFiles {
  private constructor(
    readonly test: TestApp,
    readonly team: Team,
    private readonly foreign: Pick<Member, 'userId'> & { tenantId: string },
  ) {}

  static async start(): Promise<ProductFiles> {
    const test = await TestApp.start({ clock: new FixedClock(NOW), worker: false });
    return new ProductFiles(test, await makeTeam(test, 'files'), await test.register('files-foreign'));
  }

  /** Products А-1 to А-6 of the USER, А-11 and А-12 of a colleague, А-21 and А-22 of another tenant; nmId alike. */
  async seed(): Promise<void> {
    const { test, team, foreign } = this;
    await test.database.query('DELETE FROM products');
    await test.database.query('DELETE FROM audit_log');
    const add = (tenantId: string, userId: string, from: number, to: number) =>
      test.database.query(
        `INSERT INTO products (id, tenant_id, user_id, wb_article, wb_nm_id, name)
         SELECT uuid_v7(), $1, $2, 'А-' || i, i, 'Name' FROM generate_series($3::int, $4::int) i`,
        [tenantId, userId, from, to],
      );
    await add(team.tenantId, team.user.userId, 1, 6);
    await add(team.tenantId, team.user2.userId, 11, 12);
    await add(foreign.tenantId, foreign.userId, 21, 22);
  }

  async send(
    content: Buffer | string,
    { who = this.team.user, type = CSV, query = '', headers = {} }: Sending = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.test.url}/imports/products${query}`, {
      method: 'POST',
      headers: { 'content-type': type, ...(who && { authorization: `Bearer ${who.token}` }), ...headers },
      body: typeof content === 'string' ? content : new Uint8Array(content),
    });
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    return { status: response.status, ...((await response.json()) as object) };
  }

  /** Costs by article, as `unitCost/leadTimeDays`. */
  async kept(): Promise<Record<string, string>> {
    const rows = await this.test.database.query<{ article: string; cost: string }>(
      `SELECT p.wb_article AS article,
         concat_ws('/', coalesce(c.unit_cost::text, '-'), coalesce(c.lead_time_days::text, '-')) AS cost
       FROM product_costs c JOIN products p ON p.tenant_id = c.tenant_id AND p.id = c.product_id`,
    );
    return Object.fromEntries(rows.map(({ article, cost }) => [article, cost]));
  }

  /** Refused, for these reasons, and nothing is written. */
  async refused(answer: Promise<Answer>, problems: readonly Partial<Problem>[]): Promise<void> {
    const { status, updated, unchanged, userErrors } = await answer;
    const usual = { code: 'INVALID', message: expect.any(String), row: null, column: null };
    expect({ status, updated, unchanged, userErrors }).toEqual({
      status: 422,
      updated: null,
      unchanged: null,
      userErrors: problems.map((problem) => ({ ...usual, ...problem })),
    });
    expect(await this.kept()).toEqual({});
  }
}

/** @param before adds what stands in front of the sheet */
export async function workbook(
  rows: readonly unknown[][],
  before?: (book: ExcelJS.Workbook) => void,
): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  before?.(book);
  const sheet = book.addWorksheet('Товары');
  for (const row of rows) sheet.addRow(row);
  return Buffer.from(await book.xlsx.writeBuffer());
}
