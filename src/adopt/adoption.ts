import type { FernetKeyring } from '../platform/crypto/fernet.js';
import { AdoptionError } from './adoption-error.js';
import { WORK } from './identifiers.js';
import { Link, reasonOf } from './link.js';
import { actAs, assertRights, ownerUrl, rightsOf, takeOwnership } from './rights.js';
import type { AdoptionOptions, Run, Step, StepReport } from './run.js';
import { dropUnusedExtension, finish, gatherStatistics } from './steps/finish.js';
import { stepsOf } from './steps/index.js';
import { prepare, refuseTakenNames } from './steps/prepare.js';
import { readCatalog } from './survey/catalog.js';
import { refuseFaults } from './survey/faults.js';
import { planOf, type AdoptionPlan } from './survey/plan.js';
import { shapeOf, type VersionOne } from './survey/shape.js';
import { refuseSurroundings } from './survey/surroundings.js';

/** Nobody else may adopt the same database meanwhile. */
const LOCK = 7_305_014;

export interface AdoptionRequest {
  /** Of a superuser, or of the role that owns version 1's tables and is to own version 2's. */
  readonly url: string;
  readonly options: AdoptionOptions;
  readonly dryRun: boolean;
  readonly keyring: FernetKeyring | null;
  /** Told what is going to be done, before it is. */
  readonly onPlan: (plan: AdoptionPlan) => void;
  /** Told of each step when it begins, and when it is done; of the report and the end when they begin. */
  readonly onStep: (name: string, done: DoneStep | null) => void;
}

export interface DoneStep extends StepReport {
  readonly name: string;
  readonly seconds: number;
}

export interface Adoption {
  readonly outcome: 'nothing to do' | 'empty' | 'planned' | 'adopted';
  readonly plan: AdoptionPlan | null;
  readonly steps: readonly DoneStep[];
}

/**
 * Takes over a database of version 1 in place, or goes on where that was cut off.
 * @throws AdoptionError
 */
export async function adopt(request: AdoptionRequest, signal: AbortSignal): Promise<Adoption> {
  const link = await Link.open(request.url);
  const breakOff = (): void => void link.end();
  signal.addEventListener('abort', breakOff);
  try {
    signal.throwIfAborted();
    await takeTurn(link);
    return await adoptBy(link, request);
  } catch (error) {
    // what is cut off fails at what it was doing
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', breakOff);
    await link.end();
  }
}

async function takeTurn(link: Link): Promise<void> {
  const { mine } = await link.one<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [LOCK]);
  if (!mine) throw new AdoptionError('Somebody else is adopting this database. Wait until that has ended.');
}

async function adoptBy(link: Link, request: AdoptionRequest): Promise<Adoption> {
  const shape = shapeOf(await readCatalog(link));
  switch (shape.kind) {
    case 'adopted':
      return { outcome: 'nothing to do', plan: null, steps: [] };
    case 'empty':
      return { outcome: 'empty', plan: null, steps: [] };
    case 'strange':
      throw new AdoptionError(
        `This is no database of version 1 that can be adopted. ${shape.strange.join(' ')}`,
      );
    case 'version 1':
      return begin(link, request, shape);
    case 'unfinished':
      return takeUp(link, request);
  }
}

/** The report is that of the beginning: what has been done since can not be counted any more. */
async function takeUp(link: Link, request: AdoptionRequest): Promise<Adoption> {
  const { plan } = await begun(link);
  request.onPlan(plan);
  return request.dryRun ? { outcome: 'planned', plan, steps: await stepsDone(link) } : carryOn(link, request);
}

async function begin(link: Link, request: AdoptionRequest, shape: VersionOne): Promise<Adoption> {
  const rights = await rightsOf(link);
  assertRights(rights, request.options.legacyClients);
  await refuseSurroundings(link);
  await refuseTakenNames(link, shape);
  request.onStep('report', null);
  const plan = await named(link, 'report', () =>
    link.transaction(() => planOf(link, shape, request.options), READ_ONLY),
  );
  request.onPlan(plan);
  if (request.dryRun) return { outcome: 'planned', plan, steps: [] };
  refuseFaults(plan.faults);
  if (!request.keyring && plan.hasKeys)
    throw new AdoptionError(
      'ENCRYPTION_KEYS: required, since there are keys of the marketplace to be encrypted.',
    );
  await named(link, 'preparation', () =>
    link.transaction(async () => {
      await actAs(link, await takeOwnership(link, rights));
      await prepare(link, shape, request.options, plan);
    }),
  );
  return carryOn(link, request);
}

const READ_ONLY = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

async function carryOn(link: Link, request: AdoptionRequest): Promise<Adoption> {
  const rights = await rightsOf(link);
  const { plan, options, startedAt } = await begun(link);
  assertSameOptions(options, request.options);
  const owner = await named(link, 'owner', () => link.transaction(() => takeOwnership(link, rights)));
  await actAs(link, owner);
  const run: Run = { link, options, shape: plan.shape, startedAt, keyring: request.keyring };
  const steps: DoneStep[] = [];
  for (const step of stepsOf(ownerUrl(request.url, owner)))
    steps.push(await carryOut(run, step, request.onStep));
  request.onStep('end', null);
  await named(link, 'end', () => link.transaction(() => finish(run)));
  await named(link, 'statistics', () => gatherStatistics(run));
  if (!options.legacyClients) await dropUnusedExtension(run);
  return { outcome: 'adopted', plan, steps };
}

interface Begun {
  readonly plan: AdoptionPlan;
  readonly options: AdoptionOptions;
  readonly startedAt: string;
}

async function stepsDone(link: Link): Promise<DoneStep[]> {
  const rows = await link.rows<{ report: DoneStep }>(`SELECT report FROM ${WORK}.steps ORDER BY position`);
  return rows.map(({ report }) => report);
}

function begun(link: Link): Promise<Begun> {
  return link.one<Begun>(`SELECT plan, options, started_at::text AS "startedAt" FROM ${WORK}.run`);
}

function assertSameOptions(before: AdoptionOptions, now: AdoptionOptions): void {
  if (before.legacyClients !== now.legacyClients)
    throw new AdoptionError(
      `The adoption was begun with LEGACY_CLIENTS=${before.legacyClients ? 1 : 0}: end it with the same.`,
    );
  if (before.keepDefaultTenant !== now.keepDefaultTenant)
    throw new AdoptionError(
      `The adoption was begun ${before.keepDefaultTenant ? 'with' : 'without'} --keep-default-tenant: end it so.`,
    );
}

/** A step that is done already is told of as it was. */
async function carryOut(
  { link, ...run }: Run,
  step: Step,
  tell: AdoptionRequest['onStep'],
): Promise<DoneStep> {
  const [before] = await link.rows<{ report: DoneStep }>(`SELECT report FROM ${WORK}.steps WHERE name = $1`, [
    step.name,
  ]);
  if (before) return before.report;
  tell(step.name, null);
  const from = performance.now();
  const work = async (): Promise<DoneStep> => {
    const report = await step.run({ link, ...run });
    const done = { ...report, name: step.name, seconds: (performance.now() - from) / 1000 };
    await link.run(`INSERT INTO ${WORK}.steps (name, report) VALUES ($1, $2)`, [
      step.name,
      JSON.stringify(done),
    ]);
    return done;
  };
  const done = await named(link, step.name, () => (step.isResumable ? work() : link.transaction(work)));
  tell(step.name, done);
  return done;
}

/** Says in what an error of the database happened. */
async function named<Result>(link: Link, what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AdoptionError) throw error;
    throw new AdoptionError(`${what}: ${reasonOf(error)}${await waitedFor(link, error)}`, { cause: error });
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

/** Who keeps the adoption waiting, where that is why it was given up. */
async function waitedFor(link: Link, error: unknown): Promise<string> {
  if (!(error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE)) return '';
  const others = await link.rows<{ pid: number; who: string; since: string }>(`
    SELECT pid, usename || coalesce(nullif(' ' || application_name, ' '), '') AS who, xact_start::text AS since
    FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
    ORDER BY xact_start`);
  const told = others.map(({ pid, who, since }) => `${who} (pid ${pid}, since ${since})`);
  return `. In a transaction are: ${told.join(', ') || 'none any more'}. End it, and run again.`;
}
