import { existsSync } from 'node:fs';
import { z } from 'zod';

/** A bad or missing setting: the message names every bad key and never a value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const postgresUrl = z
  .string()
  .refine(isPostgresUrl, 'expected postgres://USER:PASSWORD@HOST:PORT/DATABASE')
  .optional();

const flag = z.enum(['0', '1'], { error: 'expected 0 or 1' });

const onOrOff = z.enum(['on', 'off'], { error: 'expected on or off' });

const count = (least: number, most: number) =>
  z.coerce
    .number({ error: `expected a number, ${least} to ${most}` })
    .int(`expected a number, ${least} to ${most}`)
    .min(least, `expected a number, ${least} to ${most}`)
    .max(most, `expected a number, ${least} to ${most}`);

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'expected a port, 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65535, 'expected a port, 0 to 65535');

const bucket = z
  .string()
  .regex(/^[1-9]\d{0,8}:[1-9]\d{0,8}$/, 'expected CAPACITY:PER_SECOND, such as 10000:100')
  .transform((text) => {
    const [capacity, perSecond] = text.split(':').map(Number);
    return { capacity: capacity ?? 0, perSecond: perSecond ?? 0 };
  });

const list = z.string().transform((text) => text.split(',').map((part) => part.trim()));

const schema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], { error: 'expected development, production or test' })
    .default('development'),
  PORT: port.default(4000),
  WORKER_PORT: port.nullable().default(null),
  HOST: z.string().min(1, 'expected a host name or address').default('127.0.0.1'),
  DATABASE_URL: postgresUrl,
  DATABASE_SYSTEM_URL: postgresUrl,
  DATABASE_OWNER_URL: postgresUrl,
  DATA_DIR: z.string().min(1, 'expected a directory').default('.data'),
  DEMO: flag.optional(),
  JWT_SECRET: z.string().min(32, 'expected at least 32 characters of random text').optional(),
  ENCRYPTION_KEYS: z
    .string()
    .refine((keys) => keys.split(',').every(isFernetKey), 'expected comma-separated 32-byte base64url keys')
    .optional(),
  WB_ORIGIN: z.string().refine(isOrigin, 'expected an origin such as http://127.0.0.1:4010').optional(),
  WB_LIMITS: onOrOff.default('on'),
  JWT_PREVIOUS_SECRETS: list
    .refine(
      (secrets) => secrets.every((secret) => secret.length >= 32),
      'expected secrets of at least 32 characters, separated by commas',
    )
    .default([]),
  LEGACY_CLIENTS: flag.default('0'),
  TRUST_PROXY: count(0, 10).default(0),
  CORS_ORIGINS: list
    .refine(
      (origins) => origins.every(isOrigin),
      'expected origins such as https://panel.example.com, separated by commas',
    )
    // browsers name them without
    .transform((origins) => origins.map((origin) => origin.replace(/\/$/, '')))
    .default([]),
  PUBLIC_URL: z.string().refine(isOrigin, 'expected an origin such as https://panel.example.com').optional(),
  LIMIT_BODY_BYTES: count(1_000, 100_000_000).default(1_000_000),
  LIMIT_DEPTH: count(3, 100).default(10),
  LIMIT_ALIASES: count(1, 1_000).default(15),
  LIMIT_ROOT_FIELDS: count(1, 1_000).default(10),
  LIMIT_TOKENS: count(100, 100_000).default(1_000),
  LIMIT_ERRORS: count(1, 100).default(5),
  LIMIT_COST: count(100, 10_000_000).default(2_000),
  RATE_LIMITS: onOrOff.default('on'),
  RATE_LIMIT_STORE: z
    .enum(['memory', 'postgres', 'redis'], { error: 'expected memory, postgres or redis' })
    .default('memory'),
  RATE_LIMIT_USER: bucket.default({ capacity: 10_000, perSecond: 100 }),
  RATE_LIMIT_ADDRESS: bucket.default({ capacity: 20_000, perSecond: 200 }),
  RATE_LIMIT_LOGINS_PER_ACCOUNT: count(1, 1_000).default(5),
  RATE_LIMIT_LOGINS_PER_ADDRESS: count(1, 100_000).default(20),
  REDIS_URL: z.string().refine(isRedisUrl, 'expected redis://HOST:PORT or rediss://HOST:PORT').optional(),
  TRUSTED_DOCUMENTS: onOrOff.default('off'),
  COMPILED_EXECUTION: onOrOff.default('on'),
  SMTP_URL: z.string().refine(isSmtpUrl, 'expected smtp://USER:PASSWORD@HOST:PORT or smtps://...').optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/,
      'expected an address such as Stock Tracker <no-reply@example.com>',
    )
    .default('Stock Tracker <no-reply@stock-tracker.example>'),
  TELEGRAM_BOT_TOKEN: list
    .refine(
      (tokens) => tokens.every((token) => /^\d{1,19}:[A-Za-z0-9_-]{10,}$/.test(token)),
      'expected tokens as BotFather gives them, separated by commas',
    )
    .default([]),
  TELEGRAM_BOT_IDS: list
    .refine(
      (ids) => ids.every((id) => /^\d{1,19}$/.test(id)),
      'expected numbers of bots, separated by commas',
    )
    .default([]),
  EXPORTS_RUNNING: count(1, 100).default(2),
  EXPORT_BYTES: count(1_000_000, 1_000_000_000_000).default(1_000_000_000),
  HISTORY_MONTHS: count(4, 1_200).nullable().default(null),
  METRICS_TOKEN: z
    .string()
    .regex(/^[!-~]{32,}$/, 'expected at least 32 characters of random text, no spaces')
    .nullable()
    .default(null),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine((text) => isUrlOf(text, ['http:', 'https:']), 'expected a URL such as http://127.0.0.1:4318')
    .nullable()
    .default(null),
  OTEL_EXPORTER_OTLP_HEADERS: list
    .refine((pairs) => pairs.every(isHeader), 'expected NAME=VALUE, separated by commas')
    .transform((pairs) => Object.fromEntries(pairs.map(headerOf)))
    .default({}),
  OTEL_SERVICE_NAME: z.string().min(1, 'expected a name').default('stock-tracker'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: 'expected a share, 0 to 1' })
    .min(0, 'expected a share, 0 to 1')
    .max(1, 'expected a share, 0 to 1')
    .default(1),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'expected trace, debug, info, warn, error or silent',
    })
    .default('info'),
});

export type Environment = z.output<typeof schema>;

/** The names of all settings, for whoever documents them. */
export const SETTING_NAMES: readonly string[] = Object.keys(schema.shape);

/** Reads and checks the environment, together with a .env file in the working directory if there is one. */
export function readEnvironment(source: NodeJS.ProcessEnv = loadedEnvironment()): Environment {
  // an empty value, as in a copied .env.example, counts as absent
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const problems = [...wrong, ...crossChecks(given)];
  if (!parsed.success || problems.length > 0) {
    throw new EnvironmentError(`The environment is not usable. ${problems.join('; ')}.`);
  }
  return parsed.data;
}

/** For tools that need the schema's owner and nothing else. */
export function readOwnerUrl(source: NodeJS.ProcessEnv = loadedEnvironment()): string {
  const parsed = schema.shape.DATABASE_OWNER_URL.safeParse(source.DATABASE_OWNER_URL);
  if (!parsed.success || parsed.data === undefined) {
    throw new EnvironmentError('DATABASE_OWNER_URL: expected postgres://USER:PASSWORD@HOST:PORT/DATABASE.');
  }
  return parsed.data;
}

/** For commands on a database of version 1, which is named on the command line: nothing else of the environment counts. */
export function readLegacyEnvironment(
  source: NodeJS.ProcessEnv = loadedEnvironment(),
): Pick<Environment, 'ENCRYPTION_KEYS' | 'LEGACY_CLIENTS'> {
  const { ENCRYPTION_KEYS, LEGACY_CLIENTS } = source;
  const given = {
    ENCRYPTION_KEYS: ENCRYPTION_KEYS || undefined,
    LEGACY_CLIENTS: LEGACY_CLIENTS || undefined,
  };
  const parsed = schema.pick({ ENCRYPTION_KEYS: true, LEGACY_CLIENTS: true }).safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new EnvironmentError(`The environment is not usable. ${wrong.join('; ')}.`);
}

function loadedEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** What is given together, or not at all; by presence, so that it is told beside what is wrong by itself. */
function crossChecks(env: NodeJS.ProcessEnv): string[] {
  const external = env.DATABASE_URL ?? env.DATABASE_SYSTEM_URL ?? env.DATABASE_OWNER_URL;
  const ofDatabase = external === undefined ? demoProblems(env) : externalProblems(env);
  return [...ofDatabase, ...redisProblems(env)];
}

function redisProblems({ RATE_LIMIT_STORE, REDIS_URL }: NodeJS.ProcessEnv): string[] {
  return RATE_LIMIT_STORE === 'redis' && REDIS_URL === undefined
    ? ['REDIS_URL: required with RATE_LIMIT_STORE=redis']
    : [];
}

function demoProblems({ DEMO, WB_ORIGIN }: NodeJS.ProcessEnv): string[] {
  return DEMO !== '0' && WB_ORIGIN !== undefined
    ? ['WB_ORIGIN: the demo has a marketplace of its own; set DEMO=0']
    : [];
}

function externalProblems(env: NodeJS.ProcessEnv): string[] {
  const problems: string[] = [];
  if (env.DATABASE_OWNER_URL === undefined) {
    if (env.DATABASE_URL === undefined) problems.push('DATABASE_URL: required with DATABASE_SYSTEM_URL');
    if (env.DATABASE_SYSTEM_URL === undefined)
      problems.push('DATABASE_SYSTEM_URL: required with DATABASE_URL');
  } else if ((env.DATABASE_URL === undefined) !== (env.DATABASE_SYSTEM_URL === undefined)) {
    problems.push('DATABASE_URL, DATABASE_SYSTEM_URL: give both, or neither so that the roles are made');
  }
  if (env.JWT_SECRET === undefined) problems.push('JWT_SECRET: required with an external database');
  if (env.ENCRYPTION_KEYS === undefined) problems.push('ENCRYPTION_KEYS: required with an external database');
  if (env.DEMO === '1') problems.push('DEMO: the demo runs on the embedded database only');
  return problems;
}

function isPostgresUrl(text: string): boolean {
  try {
    const url = new URL(text);
    for (const part of [url.username, url.password]) decodeURIComponent(part); // throws for a lone %
    return ['postgres:', 'postgresql:'].includes(url.protocol) && url.pathname.length > 1;
  } catch {
    return false;
  }
}

function isRedisUrl(text: string): boolean {
  return isUrlOf(text, ['redis:', 'rediss:']);
}

function isSmtpUrl(text: string): boolean {
  return isUrlOf(text, ['smtp:', 'smtps:']);
}

function isUrlOf(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function isHeader(text: string): boolean {
  try {
    const [name, value] = headerOf(text);
    // as HTTP takes them
    return /^[\w-]+$/.test(name) && /^[ -~]+$/.test(value);
  } catch {
    return false;
  }
}

/** As OpenTelemetry writes it down: the value is percent-encoded. */
function headerOf(text: string): [string, string] {
  const [name = '', ...value] = text.split('=');
  return [name, decodeURIComponent(value.join('='))];
}

function isOrigin(text: string): boolean {
  try {
    const url = new URL(text);
    return ['http:', 'https:'].includes(url.protocol) && url.origin === text.replace(/\/$/, '');
  } catch {
    return false;
  }
}

function isFernetKey(key: string): boolean {
  return /^[A-Za-z0-9_-]{43}=?$/.test(key.trim());
}
