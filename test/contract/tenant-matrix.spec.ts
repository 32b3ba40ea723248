import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema } from 'graphql';
import { startWildberriesSimulator, type WildberriesSimulator } from '../../simulators/wildberries/index.js';
import { AccessGuard } from '../../src/platform/access/access.guard.js';
import { TestApp, type GraphqlAnswer } from '../support/app.js';
import { FixedClock } from '../support/clock.js';
import { fingerprintOf } from '../support/fingerprint.js';
import { bareStatements } from './matrix/bare-statements.js';
import { CALLERS, maySee, PLATFORM, type Caller } from './matrix/callers.js';
import { LINES, NOW } from './matrix/lines.js';
import { placesOf } from './matrix/places.js';
import { Questions } from './matrix/questions.js';
import { World } from './matrix/world.js';

const schema = buildSchema(readFileSync(`${import.meta.dirname}/../../schema.graphql`, 'utf8'));
const PLACES = placesOf(schema);
const EACH = PLACES.filter(({ name }) => LINES[name]).map((place) => [place.name, place] as const);
const WITH_IDS = EACH.filter(([, { ids }]) => ids.length > 0);
const HARM = [undefined, 'something', 'everything'];
const harmOf = (name: string) => HARM.indexOf(LINES[name]?.disrupts);
/** What takes away what others are asked about comes last. */
const FOR_SOMEBODY = WITH_IDS.toSorted(([a], [b]) => harmOf(a) - harmOf(b));
const SHOWN = EACH.filter(([name]) => !name.startsWith('Mutation'));

/** A document asks for everything at once, which no client may. */
const NO_LIMITS = {
  LIMIT_DEPTH: '100',
  LIMIT_COST: '10000000',
  LIMIT_TOKENS: '100000',
  LIMIT_ALIASES: '1000',
};

describe('the matrix', () => {
  it('has a line for every root field, and says of every id whose it is', () => {
    const inSchema = PLACES.map(({ name, ids }) => [name, ids.map(({ path }) => path).sort()]);
    const inMatrix = Object.entries(LINES).map(([name, { ids }]) => [name, Object.keys(ids ?? {}).sort()]);
    expect(inMatrix.sort()).toEqual(inSchema.sort());
  });
});

interface Mode {
  readonly guard: boolean;
  readonly rowLevelSecurity: boolean;
}

describe.each([
  ['both walls', { guard: true, rowLevelSecurity: true }],
  ['row-level security alone', { guard: false, rowLevelSecurity: true }],
  ['the guard and the statements alone', { guard: true, rowLevelSecurity: false }],
] as [string, Mode][])('ASVS 8.2.1, 8.2.2, 8.4.1: with %s', (_name, { guard, rowLevelSecurity }) => {
  let simulator: WildberriesSimulator;
  let test: TestApp;
  let world: World;
  const clock = new FixedClock(NOW);

  beforeAll(async () => {
    simulator = await startWildberriesSimulator({ now: NOW, days: 2, cards: 2, limits: false });
    test = await TestApp.start({
      clock,
      wildberriesOrigin: simulator.origin,
      worker: false,
      pastRowLevelSecurity: !rowLevelSecurity,
      env: NO_LIMITS,
    });
    world = await World.seed(test, () => {
      clock.advance(1_000);
    });
    if (guard) return;
    jest.spyOn(AccessGuard.prototype, 'canActivate').mockReturnValue(true);
    bareStatements();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await test.stop();
    await simulator.close();
  });

  const questionsOf = (place: string) => new Questions(schema, place, world);

  it.each(EACH)('%s is refused to whom it is not for, and changes nothing', async (name) => {
    const questions = questionsOf(name);
    const { may, beyondDatabase } = questions.line;
    const refused = CALLERS.filter((caller) => !may.includes(caller));
    const before = await fingerprintOf(test.database);
    for (const caller of refused.filter((one) => guard || beyondDatabase?.[one] === undefined)) {
      const answer = await questions.ask(caller);
      if (guard) expect([caller, refusalOf(answer)]).toEqual([caller, refusalFor(caller)]);
      expect([caller, foreign(caller, answer, may)]).toEqual([caller, []]);
    }
    expect(await fingerprintOf(test.database)).toEqual(before);
  });

  it.each(WITH_IDS)(
    "%s answers another's id as one that is nowhere, and changes nothing",
    async (name, { ids }) => {
      const questions = questionsOf(name);
      const { may } = questions.line;
      const before = await fingerprintOf(test.database);
      for (const id of ids) {
        for (const caller of othersThan(questions, id)) {
          const where = `${caller} ${id.path}`;
          const nobodys = await questions.askForNobodys(caller, id);
          const answer = await questions.askForVictims(caller, id);
          // without the guard a VIEWER, who sees the tenant, fails later where there is something to see
          if (guard || caller !== 'viewer') expect([where, answer]).toEqual([where, nobodys]);
          expect([where, foreign(caller, answer, may)]).toEqual([where, []]);
        }
        expect([id.path, await fingerprintOf(test.database)]).toEqual([id.path, before]);
      }
    },
  );

  it.each(SHOWN)('%s shows everybody what they may see, and nothing else', async (name) => {
    const questions = questionsOf(name);
    const { may, silent } = questions.line;
    for (const caller of may) {
      const answer = await questions.ask(caller);
      expect([caller, answer.errors]).toEqual([caller, undefined]);
      expect([caller, foreign(caller, answer, may)]).toEqual([caller, []]);
    }
    if (silent === undefined) {
      // a test that sees nothing anywhere would prove nothing
      const seen = world.marksIn(await questions.ask(questions.line.control ?? 'owner'));
      expect(seen.length).toBeGreaterThan(0);
    }
  });

  it('adds up for everybody what they may see, and nothing else', async () => {
    const document = '{ dashboard { stockTotal } warehouses { stockTotal } }';
    for (const caller of ['viewer', 'user', 'user2', 'admin', 'owner', 'stranger', 'platform'] as const) {
      const { data } = await world.ask(caller, document, {});
      const total = World.unitsSeenBy(caller);
      const warehouses = data.warehouses as { stockTotal: number }[];
      expect([caller, data.dashboard.stockTotal]).toEqual([caller, total]);
      expect(warehouses.reduce((sum, { stockTotal }) => sum + stockTotal, 0)).toBe(total);
    }
  });

  // last, since some of it changes something; not where what is asked for has been taken out of the statements
  if (guard) {
    it.each(FOR_SOMEBODY)('%s answers the same ids otherwise to whom they are for', async (name, { ids }) => {
      const questions = questionsOf(name);
      const asker = questions.line.control ?? 'owner';
      for (const id of ids.filter((one) => questions.kindOf(one) !== 'cursor')) {
        const nobodys = await questions.askForNobodys(asker, id);
        expect([id.path, await questions.askForVictims(asker, id)]).not.toEqual([id.path, nobodys]);
      }
    });
  }

  /** For whom the victim's ids are somebody else's. */
  function othersThan(questions: Questions, id: Parameters<Questions['kindOf']>[0]): Caller[] {
    const { may } = questions.line;
    const others: Caller[] = ['nobody', 'inactive', 'stranger'];
    if (may !== PLATFORM) others.push('platform');
    if (questions.kindOf(id) !== 'tenant') others.push('user');
    if (!may.includes('viewer')) others.push('viewer');
    if (questions.kindOf(id) === 'export') others.push('viewer', 'admin', 'owner');
    return others.filter((caller) => guard || questions.line.beyondDatabase?.[caller] === undefined);
  }

  function foreign(caller: Caller, answer: GraphqlAnswer, may: readonly Caller[]): string[] {
    return world.marksIn(answer).filter((mark) => !maySee(caller, mark, may));
  }
});

function refusalOf({ errors, data }: GraphqlAnswer): unknown {
  const isEmpty = data === null || Object.values(data as object).every((value) => value === null);
  return { isEmpty, codes: errors?.map(({ extensions }) => extensions.code) };
}

function refusalFor(caller: Caller): unknown {
  const code = caller === 'nobody' || caller === 'inactive' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  return { isEmpty: true, codes: [code] };
}
