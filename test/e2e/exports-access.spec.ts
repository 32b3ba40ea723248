import { readdir, rm, stat } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { Agent, get } from 'node:http';
import { TestApp } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import {
  contentOf,
  exportOf,
  makeExport,
  parseJsonl,
  reachable,
  runExport,
  startExport,
  type ShownExport,
} from '../support/exports.js';
import { platformAdmin } from '../support/people.js';
import { SecondApp } from '../support/second-app.js';
import { makeTeam, type Team } from '../support/team.js';

const NOW = new Date('2026-11-20T09:00:00Z');
/** Connections are used again: each new one takes a port. */
const agent = new Agent({ keepAlive: true, maxSockets: 4 });
const PRODUCTS = { kind: 'PRODUCTS', format: 'JSONL' };

describe('an export', () => {
  let test: TestApp;
  let team: Team;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    test = await TestApp.start({ clock });
    team = await makeTeam(test, 'team');
    const stranger = await test.register('stranger');
    const owners = [team.owner, team.admin, team.user, team.user2, team.viewer].map(({ userId }) => userId);
    await test.database.query(
      `INSERT INTO products (tenant_id, user_id, wb_article)
       SELECT tenant_id, id, id::text FROM users WHERE id = ANY ($1::uuid[])`,
      [[...owners, stranger.userId]],
    );
  });
  afterAll(async () => {
    agent.destroy();
    await test.stop();
  });
  beforeEach(() => clock.set(NOW));

  /** Whose products are in a file; each is called by its owner. */
  const ownersIn = async (made: ShownExport): Promise<unknown[]> =>
    parseJsonl(await contentOf(test, made))
      .map(({ wbArticle }) => wbArticle)
      .sort();
  const everybody = () =>
    [team.owner, team.admin, team.user, team.user2, team.viewer].map(({ userId }) => userId).sort();

  describe('holds', () => {
    it('of a USER their own rows, of everybody else those of the tenant', async () => {
      for (const { token } of [team.owner, team.admin, team.viewer])
        expect(await ownersIn(await makeExport(test, token, PRODUCTS))).toEqual(everybody());
      for (const { token, userId } of [team.user, team.user2])
        expect(await ownersIn(await makeExport(test, token, PRODUCTS))).toEqual([userId]);
      // whatever filter is asked for
      const owned = { ...PRODUCTS, productFilter: { ownerId: team.user2.userId } };
      const { userErrors } = await startExport(test, team.user.token, owned);
      expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['productFilter', 'ownerId'] }]);
      expect(await ownersIn(await makeExport(test, team.viewer.token, owned))).toEqual([team.user2.userId]);
    });

    it('what its owner sees when it is made, not when it was asked for', async () => {
      const demoted = await makeTeam(test, 'demoted');
      await test.database.query(
        `INSERT INTO products (tenant_id, user_id, wb_article) SELECT tenant_id, id, id::text FROM users WHERE id = ANY ($1)`,
        [[demoted.viewer.userId, demoted.admin.userId]],
      );
      const { export: queued } = await startExport(test, demoted.admin.token, PRODUCTS);
      const { export: ofLog } = await startExport(test, demoted.admin.token, {
        kind: 'AUDIT_LOG',
        format: 'CSV',
      });
      await test.database.query(`UPDATE users SET role = 'USER' WHERE id = $1`, [demoted.admin.userId]);
      await runExport(test, queued!.id);
      await runExport(test, ofLog!.id);
      const token = await test.login('demoted-admin@example.com');
      expect(await ownersIn((await exportOf(test, token, queued!.id))!)).toEqual([demoted.admin.userId]);
      expect(await exportOf(test, token, ofLog!.id)).toMatchObject({
        state: 'FAILED',
        downloadUrl: null,
        error: expect.stringContaining('does not allow it any more'),
      });
    });

    it('nothing when its owner is deactivated, or their tenant suspended, before it is made', async () => {
      for (const [index, shutOut] of [
        `UPDATE users SET is_active = false WHERE tenant_id = $1`,
        `UPDATE tenants SET is_active = false WHERE id = $1`,
      ].entries()) {
        const { token, tenantId } = await test.register(`shut-out${index}`);
        const { export: queued } = await startExport(test, token, PRODUCTS);
        await test.database.query(shutOut, [tenantId]);
        await runExport(test, queued!.id);
        const rows = await test.database.query('SELECT state, rows, error FROM exports WHERE id = $1', [
          queued!.id,
        ]);
        expect(rows).toEqual([
          { state: 'FAILED', rows: 0, error: expect.stringContaining('not active any more') },
        ]);
      }
    });
  });

  describe('is shown', () => {
    it('to its owner and to nobody else, whatever they see besides', async () => {
      const made = await makeExport(test, team.user.token, PRODUCTS);
      const stranger = await test.login('stranger@example.com');
      for (const token of [team.owner.token, team.admin.token, team.viewer.token, team.user2.token, stranger])
        expect(await exportOf(test, token, made.id)).toBeNull();
      expect(await exportOf(test, team.user.token, made.id.toUpperCase())).toEqual(made);
      expect(await exportOf(test, team.user.token, 'none')).toBeNull();
    });

    it('without a link to whoever looks through its owner’s eyes', async () => {
      const made = await makeExport(test, team.viewer.token, PRODUCTS);
      const admin = await platformAdmin(test, 'platform-admin');
      const { data } = await test.graphql(
        `mutation ($userId: ID!) { impersonateUser(input: {userId: $userId, reason: "support"}) {
           tokens { accessToken } userErrors { message } } }`,
        { userId: team.viewer.userId },
        admin.token,
      );
      const token = data.impersonateUser.tokens.accessToken as string;
      expect(await exportOf(test, token, made.id)).toEqual({ ...made, downloadUrl: null });
    });
  });

  describe('is fetched', () => {
    const fetched = async (url: string | null, init: RequestInit = {}) => {
      const response = await fetch(reachable(test, url), init);
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    const statusOf = async (url: string | null) => (await fetched(url)).status;
    /** 404 where the path is another route's, 400 where it is none at all. */
    const statusOfChanged = (link: string): number => {
      const [path = ''] = link.split(/[?#]/);
      try {
        decodeURIComponent(path);
      } catch {
        return 400;
      }
      return /^\/exports\/[^/]+$/.test(path) ? 403 : 404;
    };
    /** As it is written: fetch() would mend it before it goes out. */
    const rawStatusOf = (path: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(test.url);
        get({ hostname, port, path, agent }, (response) => {
          response.resume().once('end', () => resolve(response.statusCode));
        }).once('error', reject);
      });

    it('without a token, as a file that nobody keeps and no browser runs', async () => {
      const made = await makeExport(test, team.viewer.token, { kind: 'STOCK_LEVELS', format: 'CSV' });
      expect(made.downloadUrl).toMatch(
        new RegExp(
          `^http://127\\.0\\.0\\.1:4000/exports/${made.id}\\?expires=1795168800&signature=[\\w-]{43}$`,
        ),
      );
      const { status, headers, text } = await fetched(made.downloadUrl);
      expect(status).toBe(200);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="stock-levels-2026-11-20.csv"',
        'content-length': String(Buffer.byteLength(text) + 3),
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      const types = new Map([
        ['XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
        ['JSONL', 'application/jsonl; charset=utf-8'],
      ]);
      for (const [format, type] of types) {
        const { downloadUrl } = await makeExport(test, team.viewer.token, { kind: 'PRODUCTS', format });
        expect((await fetched(downloadUrl)).headers.get('content-type')).toBe(type);
      }
    });

    it('from a folder that nobody else on the machine can read', async () => {
      const { id } = await makeExport(test, team.viewer.token, PRODUCTS);
      const { folder } = test.settings.exports;
      const modes = [folder, `${folder}/${id}.jsonl`].map(async (path) => (await stat(path)).mode & 0o777);
      expect(await Promise.all(modes)).toEqual([0o700, 0o600]);
    });

    it('by the link as it was given: 403 for one that differs in any character', async () => {
      const { downloadUrl } = await makeExport(test, team.viewer.token, PRODUCTS);
      const { pathname, search } = new URL(downloadUrl ?? '');
      const link = pathname + search;
      expect(await rawStatusOf(link)).toBe(200);
      const others = new Set<string>();
      for (let at = 1; at <= link.length; at++) {
        const [before, behind] = [link.slice(0, at), link.slice(at + 1)];
        if (at < link.length) others.add(before + behind);
        for (const character of 'A0z_-=&?/%.;,+~#@'.split('')) {
          others.add(before + character + link.slice(at));
          if (at < link.length) others.add(before + character + behind);
        }
      }
      // base64url has several spellings of the same bytes
      for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split(''))
        others.add(link.slice(0, -1) + character);
      others.delete(link);
      const wrong: [string, unknown][] = [];
      for (const other of others) {
        const status = await rawStatusOf(other);
        if (status !== statusOfChanged(other)) wrong.push([other, status]);
      }
      expect(wrong).toEqual([]);
    });

    it('by no other spelling of the same link: 403', async () => {
      const { downloadUrl, id } = await makeExport(test, team.viewer.token, PRODUCTS);
      const { pathname, search } = new URL(downloadUrl ?? '');
      const [expires, signature] = search.slice(1).split('&') as [string, string];
      for (const query of [
        `${search}&`,
        `?&${search.slice(1)}`,
        `?${expires}&&${signature}`,
        `${search}&x=1`,
        `?${signature}&${expires}`,
        `${search}&${signature}`,
        `?${expires}&%73ignature=${signature.slice(10)}`,
        `?%65${search.slice(2)}`,
        `${search}#x`,
        `?expires=0${expires.slice(8)}&${signature}`,
        `?expires=+${expires.slice(8)}&${signature}`,
        `?${expires}`,
        `?${signature}`,
        `?${search}`,
        `;${search.slice(1)}`,
        '',
      ])
        // prettier-ignore
        expect([query, await rawStatusOf(pathname + query)]).toEqual([query, 403]);
      for (const path of [id.toUpperCase(), `%3${id.charAt(0)}${id.slice(1)}`, 'x'.repeat(500)])
        expect([path, await rawStatusOf(`/exports/${path}${search}`)]).toEqual([path, 403]);
    });

    it('with another’s signature not at all, nor with one by the secret itself', async () => {
      const [mine, theirs] = [
        await makeExport(test, team.viewer.token, PRODUCTS),
        await makeExport(test, team.owner.token, PRODUCTS),
      ];
      expect(await statusOf((mine.downloadUrl ?? '').replace(mine.id, theirs.id))).toBe(403);
      const bySecret = createHmac('sha256', test.settings.jwtSecret)
        .update(`${mine.id} 1795168800`)
        .digest('base64url');
      expect(await statusOf((mine.downloadUrl ?? '').replace(/[\w-]+$/, bySecret))).toBe(403);
    });

    it('for an hour: then 410, until another link is asked for', async () => {
      const made = await makeExport(test, team.viewer.token, PRODUCTS);
      clock.advance(3_600_000 - 1);
      expect(await statusOf(made.downloadUrl)).toBe(200);
      clock.advance(1);
      expect(await statusOf(made.downloadUrl)).toBe(410);
      const token = await test.login('team-viewer@example.com');
      const again = await exportOf(test, token, made.id);
      expect(again?.downloadUrl).not.toBe(made.downloadUrl);
      expect(await statusOf(again?.downloadUrl ?? null)).toBe(200);
    });

    it('for a day: then there is no link, and 410 for one that is left', async () => {
      const made = await makeExport(test, team.viewer.token, PRODUCTS);
      clock.advance(24 * 3_600_000 - 60_000);
      const token = await test.login('team-viewer@example.com');
      const last = await exportOf(test, token, made.id);
      expect(await statusOf(last?.downloadUrl ?? null)).toBe(200);
      clock.advance(60_000);
      expect(await exportOf(test, token, made.id)).toMatchObject({ state: 'SUCCEEDED', downloadUrl: null });
      expect(await statusOf(last?.downloadUrl ?? null)).toBe(410);
    });

    it('never when the file is gone: 410', async () => {
      const made = await makeExport(test, team.viewer.token, PRODUCTS);
      const { folder } = test.settings.exports;
      const [name = ''] = (await readdir(folder)).filter((one) => one.startsWith(made.id));
      await rm(`${folder}/${name}`);
      expect(await statusOf(made.downloadUrl)).toBe(410);
    });

    it('no more when its owner is shut out, or may not see such rows any more: 403', async () => {
      const gone = await makeTeam(test, 'gone');
      const made = await makeExport(test, gone.admin.token, { kind: 'AUDIT_LOG', format: 'JSONL' });
      const change = (column: string, value: string) =>
        test.database.query(`UPDATE users SET ${column} WHERE id = $1`.replace('$2', value), [
          gone.admin.userId,
        ]);
      expect(await statusOf(made.downloadUrl)).toBe(200);
      for (const [undo, ...changes] of [
        ['is_active = true', 'is_active = false'],
        [`role = 'ADMIN'`, `role = 'VIEWER'`, `role = 'USER'`],
      ]) {
        for (const one of changes) {
          await change(one, '');
          expect([one, await statusOf(made.downloadUrl)]).toEqual([one, 403]);
        }
        await change(undo ?? '', '');
      }
      await test.database.query('UPDATE tenants SET is_active = false WHERE id = $1', [gone.tenantId]);
      expect(await statusOf(made.downloadUrl)).toBe(403);
    });

    it('with rows of the tenant no more when its owner sees their own alone: 403, and there is no link', async () => {
      const { admin } = await makeTeam(test, 'narrowed');
      const made = await makeExport(test, admin.token, PRODUCTS);
      expect(await statusOf(made.downloadUrl)).toBe(200);
      await test.database.query(`UPDATE users SET role = 'USER' WHERE id = $1`, [admin.userId]);
      expect(await statusOf(made.downloadUrl)).toBe(403);
      const token = await test.login('narrowed-admin@example.com');
      expect(await exportOf(test, token, made.id)).toEqual({ ...made, downloadUrl: null });
    });

    it('by links that were signed before the secret was replaced, and by none of a secret that is not known', async () => {
      const { downloadUrl } = await makeExport(test, team.viewer.token, PRODUCTS);
      const jwtSecret = 'another secret for tests only, of more than 32 bytes';
      for (const [known, status] of [
        [[test.settings.jwtSecret], 200],
        [[], 403],
      ] as const) {
        const second = await SecondApp.start(test, clock, { jwtSecret, jwtPreviousSecrets: known });
        const url = new URL(downloadUrl ?? '');
        const response = await fetch(`${await second.app.getUrl()}${url.pathname}${url.search}`);
        await response.arrayBuffer();
        expect([known.length, response.status]).toEqual([known.length, status]);
        await second.stop();
      }
    });

    it('not in part: HEAD tells of it, and what is no export is none', async () => {
      const { downloadUrl } = await makeExport(test, team.viewer.token, PRODUCTS);
      const head = await fetched(downloadUrl, { method: 'HEAD' });
      expect([head.status, head.text]).toEqual([200, '']);
      expect((await fetched(downloadUrl, { headers: { range: 'bytes=0-1' } })).status).toBe(200);
      for (const path of ['/exports/x', '/exports/..%2f..%2fsecrets.json', `/exports/x?expires=1&expires=2`])
        expect((await fetch(`${test.url}${path}`)).status).toBe(403);
    });
  });
});
