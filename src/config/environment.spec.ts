import { describe, expect, it } from '@jest/globals';
import { EnvironmentError, readEnvironment } from './environment.js';

const KEY = 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=';
const EXTERNAL = {
  DATABASE_URL: 'postgres://app:a@db/stock',
  DATABASE_SYSTEM_URL: 'postgres://system:s@db/stock',
  JWT_SECRET: 'x'.repeat(32),
  ENCRYPTION_KEYS: KEY,
};

const problemsOf = (source: NodeJS.ProcessEnv): string => {
  try {
    readEnvironment(source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
  return '';
};

describe('readEnvironment', () => {
  it('needs nothing', () => {
    expect(readEnvironment({})).toEqual({
      NODE_ENV: 'development',
      PORT: 4000,
      WORKER_PORT: null,
      HOST: '127.0.0.1',
      EXPORTS_RUNNING: 2,
      EXPORT_BYTES: 1_000_000_000,
      HISTORY_MONTHS: null,
      METRICS_TOKEN: null,
      OTEL_EXPORTER_OTLP_ENDPOINT: null,
      OTEL_EXPORTER_OTLP_HEADERS: {},
      OTEL_SERVICE_NAME: 'stock-tracker',
      OTEL_TRACES_SAMPLER_ARG: 1,
      DATA_DIR: '.data',
      WB_LIMITS: 'on',
      JWT_PREVIOUS_SECRETS: [],
      LEGACY_CLIENTS: '0',
      TRUST_PROXY: 0,
      CORS_ORIGINS: [],
      LIMIT_BODY_BYTES: 1_000_000,
      LIMIT_DEPTH: 10,
      LIMIT_ALIASES: 15,
      LIMIT_ROOT_FIELDS: 10,
      LIMIT_TOKENS: 1_000,
      LIMIT_ERRORS: 5,
      LIMIT_COST: 2_000,
      RATE_LIMITS: 'on',
      RATE_LIMIT_STORE: 'memory',
      RATE_LIMIT_USER: { capacity: 10_000, perSecond: 100 },
      RATE_LIMIT_ADDRESS: { capacity: 20_000, perSecond: 200 },
      RATE_LIMIT_LOGINS_PER_ACCOUNT: 5,
      RATE_LIMIT_LOGINS_PER_ADDRESS: 20,
      TRUSTED_DOCUMENTS: 'off',
      COMPILED_EXECUTION: 'on',
      MAIL_FROM: 'Stock Tracker <no-reply@stock-tracker.example>',
      TELEGRAM_BOT_TOKEN: [],
      TELEGRAM_BOT_IDS: [],
      LOG_LEVEL: 'info',
    });
  });

  it('takes an empty value for an absent one', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: '' }).PORT).toBe(4000);
  });

  it('takes an external database with all that it needs', () => {
    expect(readEnvironment(EXTERNAL)).toMatchObject(EXTERNAL);
    expect(
      problemsOf({
        ...EXTERNAL,
        DATABASE_URL: '',
        DATABASE_SYSTEM_URL: '',
        DATABASE_OWNER_URL: 'postgres://o:p@db/stock',
      }),
    ).toBe('');
  });

  it.each([
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: 'http' }],
    ['WORKER_PORT', { WORKER_PORT: '65536' }],
    ['DEMO', { DEMO: 'yes' }],
    ['DEMO', { ...EXTERNAL, DEMO: '1' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://secret@db/x' }],
    ['DATABASE_URL', { ...EXTERNAL, DATABASE_URL: '' }],
    ['DATABASE_SYSTEM_URL', { ...EXTERNAL, DATABASE_SYSTEM_URL: '' }],
    ['JWT_SECRET', { JWT_SECRET: 'secret' }],
    ['JWT_SECRET', { ...EXTERNAL, JWT_SECRET: '' }],
    ['ENCRYPTION_KEYS', { ENCRYPTION_KEYS: `${KEY},secret` }],
    ['ENCRYPTION_KEYS', { ...EXTERNAL, ENCRYPTION_KEYS: '' }],
    ['WB_ORIGIN', { WB_ORIGIN: 'http://secret.example/path' }],
    ['WB_LIMITS', { WB_LIMITS: 'secret' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'secret' }],
    ['NODE_ENV', { NODE_ENV: 'secret' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: 'secret' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: `secret ${'x'.repeat(32)}` }],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: 'secret:4318' }],
    ['OTEL_EXPORTER_OTLP_HEADERS', { OTEL_EXPORTER_OTLP_HEADERS: 'key=secret%' }],
    ['OTEL_EXPORTER_OTLP_HEADERS', { OTEL_EXPORTER_OTLP_HEADERS: 'secret' }],
    ['OTEL_TRACES_SAMPLER_ARG', { OTEL_TRACES_SAMPLER_ARG: '1.1' }],
  ])('names %s and never its value: %j', (key, source) => {
    const problems = problemsOf(source);
    expect(problems).toContain(`${key}: `);
    expect(problems).not.toContain('secret');
  });

  it('names every bad key at once', () => {
    expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'y', WB_ORIGIN: 'z' })).toMatch(
      /PORT: .*WB_ORIGIN: .*LOG_LEVEL: /,
    );
  });
});
