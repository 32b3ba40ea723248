import type { Queue } from 'pg-boss';

/** One seller's marketplace data: at most one job queued or running for a seller. */
export const SYNC_QUEUE = 'sync';
/** One seller's rollup: at most one waits while one runs, so that a change made meanwhile is not lost. */
export const ROLLUP_QUEUE = 'rollup';
/** Decides who is due: syncs every few minutes, everybody's rollup once a night. */
export const DISPATCH_QUEUE = 'dispatch';
/** Files that somebody has asked for: one job at most for each of them. */
export const EXPORT_QUEUE = 'export';
/** Mails that somebody's account is due: who may have one is looked up by the worker, which also makes its token. */
export const ACCOUNT_MAIL_QUEUE = 'account-mail';
/** Mails on their way out. */
export const DELIVERY_QUEUE = 'delivery';

/**
 * A worker that dies stops its heartbeat; its job is given to another. Handlers are idempotent and resumable.
 *
 * Workers are told at once of what somebody waits for. Of rollups they are not: every batch that is recorded asks for
 * one, and those of a second are one.
 */
export const QUEUES: readonly Queue[] = [
  {
    name: SYNC_QUEUE,
    policy: 'exclusive',
    notify: true,
    expireInSeconds: 6 * 3600,
    heartbeatSeconds: 30,
    retryLimit: 5,
    retryDelay: 5,
    retryBackoff: true,
    deleteAfterSeconds: 7 * 86_400,
  },
  {
    name: ROLLUP_QUEUE,
    policy: 'stately',
    expireInSeconds: 3600,
    heartbeatSeconds: 30,
    retryLimit: 5,
    retryDelay: 5,
    retryBackoff: true,
    deleteAfterSeconds: 7 * 86_400,
  },
  {
    name: DISPATCH_QUEUE,
    policy: 'standard',
    expireInSeconds: 600,
    heartbeatSeconds: 30,
    retryLimit: 5,
    retryDelay: 5,
    retryBackoff: true,
    deleteAfterSeconds: 7 * 86_400,
  },
  {
    name: EXPORT_QUEUE,
    policy: 'exclusive',
    notify: true,
    expireInSeconds: 2 * 3600,
    heartbeatSeconds: 30,
    retryLimit: 5,
    retryDelay: 5,
    retryBackoff: true,
    deleteAfterSeconds: 7 * 86_400,
  },
  {
    name: ACCOUNT_MAIL_QUEUE,
    policy: 'standard',
    notify: true,
    expireInSeconds: 60,
    heartbeatSeconds: 30,
    retryLimit: 5,
    retryDelay: 5,
    retryBackoff: true,
    deleteAfterSeconds: 86_400,
  },
  {
    // a mail server may be away for some hours
    name: DELIVERY_QUEUE,
    policy: 'standard',
    notify: true,
    expireInSeconds: 120,
    heartbeatSeconds: 30,
    retryLimit: 12,
    retryDelay: 10,
    retryBackoff: true,
    retryDelayMax: 3600,
    deleteAfterSeconds: 86_400,
  },
];

export const QUEUE_NAMES: readonly string[] = QUEUES.map(({ name }) => name);
