import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { PgBoss, type SendOptions } from 'pg-boss';
import type { Logger } from 'pino';
import { v5 as uuidv5 } from 'uuid';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { Context } from '../context/index.js';
import { Database } from '../database/index.js';
import { LOGGER } from '../observability/index.js';
import { JobQueue, type EnqueueOptions } from './job-queue.js';

/** Namespace of job ids that follow from a key (RFC 9562, version 5). */
const KEYED_JOBS = '6f0c4bb2-5d0c-4c53-9d53-2f6f1f0f8a61';

/** The queue in the same PostgreSQL (pg-boss). Its schema is made by the migrations, as the owner. */
@Injectable()
export class PgBossQueue extends JobQueue implements OnModuleInit, BeforeApplicationShutdown {
  readonly boss: PgBoss;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    @Inject(LOGGER) log: Logger,
    private readonly database: Database,
  ) {
    super();
    this.boss = new PgBoss({
      connectionString: settings.databases.system,
      application_name: 'stock-tracker-jobs',
      schema: 'pgboss',
      max: 4,
      migrate: false,
      createSchema: false,
      // when what runs is @nestjs/schedule's to say
      schedule: false,
      // only workers look after the queues; rebuilding indexes is the owner's
      supervise: settings.worker,
      maintenanceIntervalSeconds: 60,
      monitorIntervalSeconds: 15,
      superviseIntervalSeconds: 15,
      reindex: false,
      useListenNotify: settings.worker,
    });
    this.boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  }

  async onModuleInit(): Promise<void> {
    await this.boss.start();
  }

  /** Before the pools are closed, which running jobs still need. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.boss.stop({ graceful: true, close: true, timeout: 10_000 });
  }

  override enqueue(
    ctx: Context,
    queue: string,
    data: object,
    options: EnqueueOptions = {},
  ): Promise<string | null> {
    return this.send(ctx, queue, data, {
      ...(options.key !== undefined && { singletonKey: options.key }),
      ...(options.startAfter && { startAfter: options.startAfter }),
    });
  }

  override async enqueueOnce(ctx: Context, queue: string, data: object, key: string): Promise<boolean> {
    return (await this.send(ctx, queue, data, { id: uuidv5(`${queue} ${key}`, KEYED_JOBS) })) !== null;
  }

  private send(ctx: Context, queue: string, data: object, options: SendOptions): Promise<string | null> {
    const transaction = this.database.open(ctx);
    const db = transaction && { executeSql: transaction.executeSql.bind(transaction) };
    return this.boss.send(queue, data, { ...options, ...(db && { db }) });
  }
}
