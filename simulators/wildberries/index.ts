import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Answer } from './answer.js';
import type { Handler } from './call.js';
import { addControlRoutes } from './control-routes.js';
import { createFaultList } from './faults.js';
import { passGateway, type GatewayParts } from './gateway.js';
import { groundTruth } from './ground-truth.js';
import { handlersOf } from './method-handlers.js';
import { METHODS, type Method } from './methods.js';
import { DAY_MS, moscowMidnight } from './moscow-time.js';
import { notFound, type ProblemPlace } from './problems.js';
import { createRateLimits } from './rate-limits.js';
import { createRemainsTasks } from './remains-tasks.js';
import { createRequestCounters, type RequestCounters } from './request-counters.js';
import { createSellerList } from './sellers.js';
import { createSimulatedTime } from './simulated-time.js';
import type { Moment, SimulatorOptions, WildberriesSimulator } from './simulator-options.js';
import { DEFAULT_SID, mintToken, type TokenSpec } from './tokens.js';
import { worldConfig } from './world-config.js';

export type { SimulatorOptions, WildberriesSimulator } from './simulator-options.js';
export type { TokenSpec, TokenType } from './tokens.js';

function momentMs(moment: Moment): number {
  const ms = new Date(moment).getTime();
  if (Number.isNaN(ms)) throw new RangeError(`not a moment: ${String(moment)}`);
  return ms;
}

/** The first half of a body, or of its first piece: no JSON object or array can end there. */
function cut(body: string | Iterable<string>): string {
  const [text = ''] = typeof body === 'string' ? [body] : body;
  return text.slice(0, Math.floor(text.length / 2));
}

function send(reply: FastifyReply, answer: Answer, truncated: boolean): FastifyReply {
  // Every answer but 429 tells what is left; 429 has its own three headers instead.
  if (answer.status === 429) reply.removeHeader('X-Ratelimit-Remaining');
  reply.code(answer.status).headers(answer.headers ?? {});
  if (answer.body === undefined) return reply.send();
  reply.header('content-type', answer.type);
  if (truncated) return reply.send(cut(answer.body));
  return reply.send(typeof answer.body === 'string' ? answer.body : Readable.from(answer.body));
}

/** What every route of the simulator needs. */
interface Routes {
  readonly app: FastifyInstance;
  readonly parts: GatewayParts;
  readonly counters: RequestCounters;
  /** Facts of the request being answered, with a running number. */
  readonly place: () => ProblemPlace;
}

function addMethod({ app, parts, counters, place }: Routes, method: Method, handler: Handler): void {
  const name = `${method.verb} ${method.path}`;
  app.route({
    method: method.verb,
    url: method.path,
    handler: async (request, reply) => {
      const delivery = await passGateway({ parts, method, request, reply, place: place() }, handler);
      if (delivery === 'disconnect') {
        counters.count(name, 'disconnect');
        reply.hijack();
        request.raw.socket.destroy();
        return reply;
      }
      counters.count(name, String(delivery.answer.status));
      return send(reply, delivery.answer, delivery.truncated);
    },
  });
}

/** A server whose bodies that are no JSON reach the method as undefined: each refuses them in its own form. */
function createServer(): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, JSON.parse(String(text)));
    } catch {
      done(null, undefined);
    }
  });
  return app;
}

const DEFAULTS = {
  port: 0,
  timeFlows: false,
  limits: true,
  pageRows: 80_000,
  remainsPolls: 1,
  maskedWarehouses: false,
  sellers: [],
  clock: () => Date.now(),
  wait: (ms: number) => delay<undefined>(ms).then(() => undefined),
} as const satisfies SimulatorOptions;

/** Options without those stated as undefined, which would hide their defaults. */
function stated(given: SimulatorOptions): SimulatorOptions {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Starts the simulator on 127.0.0.1 and resolves when it listens. */
export async function startWildberriesSimulator(given: SimulatorOptions = {}): Promise<WildberriesSimulator> {
  const options = { ...DEFAULTS, ...stated(given) };
  const { clock } = options;
  const startMs = given.now === undefined ? clock() : momentMs(given.now);
  const time = createSimulatedTime(startMs, clock, options.timeFlows);
  const config = worldConfig(given);
  const sellers = createSellerList(config, moscowMidnight(startMs) - config.days * DAY_MS);
  for (const { sid, world } of options.sellers) sellers.register(sid, world);
  const limits = createRateLimits(clock, options.limits);
  const faults = createFaultList();
  const counters = createRequestCounters();
  const tasks = createRemainsTasks(options.remainsPolls);
  const mint = (spec: TokenSpec = {}): string => {
    if (spec.sid !== undefined) sellers.register(spec.sid);
    return mintToken(spec, time.now());
  };
  const { now } = time;
  const parts: GatewayParts = {
    sellers,
    limits,
    faults,
    masked: options.maskedWarehouses,
    wait: options.wait,
  };
  const app = createServer();
  let serial = 0;
  const place = (): ProblemPlace => ({ nowMs: now(), serial: (serial += 1) });
  const handlers = handlersOf(options.pageRows, tasks);
  for (const name of Object.keys(METHODS) as (keyof typeof METHODS)[]) {
    addMethod({ app, parts, counters, place }, METHODS[name], handlers[name]);
  }
  app.setNotFoundHandler((_request, reply) => send(reply, notFound(place()), false));
  const seller = (sid = DEFAULT_SID): ReturnType<typeof sellers.of> => sellers.of(sid, now());
  addControlRoutes(app, { faults, time, limits, counters, tasks, seller, mintToken: mint });
  const origin = await app.listen({ host: '127.0.0.1', port: options.port });
  return {
    origin,
    close: () => app.close(),
    mintToken: mint,
    now: () => new Date(now()),
    setNow: (moment) => time.set(momentMs(moment)),
    advance: (ms) => time.set(now() + ms),
    truth: (sid) => groundTruth(seller(sid), now()),
  };
}
