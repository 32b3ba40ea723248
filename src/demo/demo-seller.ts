import { createApplication } from '../application.js';
import type { Settings } from '../config/settings.js';
import { RegistrationService, SignInService } from '../features/auth/index.js';
import { RollupService } from '../features/analytics/index.js';
import { UserRepository } from '../features/users/index.js';
import { ConnectionService, SellerSync, SyncService } from '../features/wildberries/index.js';
import { Role } from '../platform/access/index.js';
import {
  businessDay,
  sellerContext,
  systemContext,
  type AnonymousContext,
  type CallerContext,
} from '../platform/context/index.js';
import { PasswordHasher } from '../platform/crypto/password.js';
import { Database, Partitions, statement } from '../platform/database/index.js';
import { DemoClock } from './demo-clock.js';
import type { DemoMarketplace } from './marketplace.js';

export const DEMO_ACCOUNTS = [
  { email: 'owner@demo.example', role: Role.OWNER, fullName: 'Ольга Демидова' },
  { email: 'viewer@demo.example', role: Role.VIEWER, fullName: 'Виктор Зоркин' },
] as const;

/** Days that the seller has been here when the demo begins: figures need a history of stock. */
const DAYS_LIVED = 35;
const DAY_MS = 86_400_000;

/**
 * Makes the demo seller, and lets them live through their first weeks: a sync a day, each at its own time. What is
 * there already is left, so that a start that was cut off is taken up by the next.
 */
export async function makeDemoSeller(
  settings: Settings,
  marketplace: DemoMarketplace,
  password: string,
): Promise<void> {
  const arrival = new Date(marketplace.beganAt.getTime() - DAYS_LIVED * DAY_MS);
  const clock = new DemoClock(arrival);
  const app = await createApplication({ ...settings, wildberriesLimits: false, worker: false }, clock);
  try {
    const database = app.get(Database, { strict: false });
    if (await isDone(database, marketplace.beganAt)) return;
    await marketplace.setLimits(false);
    await makePastMonths(app, arrival);
    const caller = await signUp(app, clock, password);
    const connections = app.get(ConnectionService, { strict: false });
    marketplace.setNow(arrival);
    await connections.connect(caller, marketplace.mintToken(), null);
    for (let at = arrival.getTime(); at < marketplace.beganAt.getTime(); at += DAY_MS) {
      clock.set(new Date(at));
      marketplace.setNow(at);
      await syncOnce(app, caller, clock);
    }
    clock.set(new Date());
    marketplace.setNow(Date.now());
    await syncOnce(app, caller, clock);
  } finally {
    await marketplace.setLimits(settings.wildberriesLimits);
    await app.close();
  }
}

type App = Awaited<ReturnType<typeof createApplication>>;

async function isDone(database: Database, beganAt: Date): Promise<boolean> {
  const ctx = systemContext('demo');
  const found = await database.read(ctx, () => database.row(ctx, LAST_SYNC, [DEMO_ACCOUNTS[0].email]));
  return found !== null && found.lastSyncAt !== null && found.lastSyncAt >= beganAt;
}

/** The log of audits has months from the first start on; the demo seller came before. */
async function makePastMonths(app: App, arrival: Date): Promise<void> {
  const days = [businessDay(arrival), businessDay(new Date())] as const;
  await app.get(Partitions, { strict: false }).ensure(systemContext('demo'), 'audit_log', ...days);
}

async function signUp(app: App, clock: DemoClock, password: string): Promise<CallerContext> {
  const asker: AnonymousContext = {
    kind: 'anonymous',
    refusal: null,
    requestId: 'demo',
    ipAddress: null,
    userAgent: null,
    now: () => clock.now(),
  };
  const [owner, viewer] = DEMO_ACCOUNTS;
  const database = app.get(Database, { strict: false });
  const system = systemContext('demo', asker);
  const known = await database.read(system, () => database.row(system, LAST_SYNC, [owner.email]));
  if (known)
    return (await app.get(SignInService, { strict: false }).login(asker, owner.email, password)).caller;
  const { caller } = await app
    .get(RegistrationService, { strict: false })
    .register(asker, { ...owner, password, tenantName: 'Демо-магазин' });
  const passwordHash = await app.get(PasswordHasher, { strict: false }).hash(password);
  const users = app.get(UserRepository, { strict: false });
  await database.write(system, () =>
    users.create(system, { ...viewer, tenantId: caller.tenantId, passwordHash }),
  );
  return caller;
}

async function syncOnce(app: App, caller: CallerContext, clock: DemoClock): Promise<void> {
  const { tenantId, userId } = caller;
  const ctx = sellerContext(tenantId, userId, () => clock.now());
  const syncs = app.get(SyncService, { strict: false });
  const runId = await app.get(Database, { strict: false }).write(ctx, () => syncs.open(ctx, userId));
  await app.get(SellerSync, { strict: false }).run({ tenantId, userId, runId }, new AbortController().signal);
  await app.get(RollupService, { strict: false }).run(ctx);
}

const LAST_SYNC = statement<{ lastSyncAt: Date | null }>(`
  SELECT last_sync_at AS "lastSyncAt" FROM users WHERE lower(email) = lower($1)
`);
