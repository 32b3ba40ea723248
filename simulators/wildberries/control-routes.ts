import type { FastifyInstance } from 'fastify';
import { FAULT_KINDS, type Fault, type FaultKind, type FaultList } from './faults.js';
import { adjustShare, setTrashed, touchCard, touchShare } from './manual-changes.js';
import type { RateLimits } from './rate-limits.js';
import type { RemainsTasks } from './remains-tasks.js';
import type { RequestCounters } from './request-counters.js';
import { fieldsOf } from './request-values.js';
import type { SimulatedTime } from './simulated-time.js';
import type { Seller } from './sellers.js';
import type { TokenSpec } from './tokens.js';

/** What the control routes may turn. */
export interface ControlParts {
  readonly faults: FaultList;
  readonly time: SimulatedTime;
  readonly limits: RateLimits;
  readonly counters: RequestCounters;
  readonly tasks: RemainsTasks;
  readonly seller: (sid: string | undefined) => Seller;
  readonly mintToken: (spec: TokenSpec) => string;
}

class ControlError extends Error {
  readonly statusCode = 400;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function faultOf(value: unknown): Fault {
  const { path = '/', kind, times, delayMs } = fieldsOf(value);
  if (typeof path !== 'string') throw new ControlError('path must be a text');
  if (!FAULT_KINDS.includes(kind as FaultKind))
    throw new ControlError(`kind: one of ${FAULT_KINDS.join(', ')}`);
  return {
    path,
    kind: kind as FaultKind,
    ...(typeof times === 'number' ? { times } : {}),
    ...(typeof delayMs === 'number' ? { delayMs } : {}),
  };
}

function timeRoutes(app: FastifyInstance, { time }: ControlParts): void {
  const state = (): object => ({ now: new Date(time.now()).toISOString(), flows: time.flows() });
  app.get('/__control/time', () => state());
  app.post('/__control/time', ({ body }) => {
    const { now, advanceSeconds, advanceDays, flows } = fieldsOf(body);
    if (typeof now === 'string' || typeof now === 'number') {
      const moment = new Date(now).getTime();
      if (Number.isNaN(moment)) throw new ControlError('now: an ISO 8601 moment');
      time.set(moment);
    }
    const seconds = (Number(advanceSeconds) || 0) + (Number(advanceDays) || 0) * 86_400;
    if (seconds !== 0) time.set(time.now() + seconds * 1000);
    if (typeof flows === 'boolean') time.flow(flows);
    return state();
  });
}

function changeRoutes(app: FastifyInstance, { seller, time }: ControlParts): void {
  app.post('/__control/cards', ({ body }) => {
    const { sid, nmId, action } = fieldsOf(body);
    const { world, changes } = seller(textOf(sid));
    const card = world.catalogue.nmIds.indexOf(Number(nmId));
    if (card < 0) throw new ControlError('nmId: no such card');
    if (action === 'touch') touchCard(changes, card, time.now());
    else if (action === 'trash' || action === 'restore')
      setTrashed(changes, card, action === 'trash', time.now());
    else throw new ControlError('action: one of trash, restore, touch');
    return { nmId, action };
  });
  app.post('/__control/change', ({ body }) => {
    const { sid, share, what = 'both' } = fieldsOf(body);
    if (typeof share !== 'number' || share < 0 || share > 1) throw new ControlError('share: from 0 to 1');
    if (what !== 'both' && what !== 'cards' && what !== 'stock') {
      throw new ControlError('what: one of cards, stock, both');
    }
    const { world, changes } = seller(textOf(sid));
    const now = time.now();
    const cards = what === 'stock' ? 0 : touchShare(changes, world.catalogue, share, now);
    const levels = what === 'cards' ? 0 : adjustShare(changes, world, share, now);
    return { cards, levels };
  });
}

/** Adds the routes under /__control, by which tests and demonstrations steer the simulator. */
export function addControlRoutes(app: FastifyInstance, parts: ControlParts): void {
  const { faults, limits, counters, tasks } = parts;
  app.get('/__control/faults', () => ({ faults: faults.list() }));
  app.post('/__control/faults', ({ body }) => {
    const given: unknown[] = Array.isArray(body) ? body : [body];
    for (const fault of given.map(faultOf)) faults.add(fault);
    return { faults: faults.list() };
  });
  app.delete('/__control/faults', () => {
    faults.clear();
    return { faults: [] };
  });
  app.get('/__control/limits', () => ({ enabled: limits.enabled }));
  app.post('/__control/limits', ({ body }) => {
    const { enabled, reset } = fieldsOf(body);
    if (typeof enabled === 'boolean') limits.enabled = enabled;
    if (reset === true) limits.reset();
    return { enabled: limits.enabled };
  });
  app.get('/__control/requests', () => counters.read());
  app.delete('/__control/requests', () => {
    counters.reset();
    return counters.read();
  });
  app.post('/__control/tokens', ({ body }) => ({ token: parts.mintToken(fieldsOf(body) as TokenSpec) }));
  app.post('/__control/tasks', ({ body }) => {
    const { status } = fieldsOf(body);
    if (status !== 'purged' && status !== 'canceled') throw new ControlError('status: purged or canceled');
    return { tasks: tasks.end(status) };
  });
  timeRoutes(app, parts);
  changeRoutes(app, parts);
}
