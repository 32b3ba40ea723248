import { EventEmitter, once } from 'node:events';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Logger } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { LOGGER } from '../observability/index.js';

const CHANNEL = 'stock_tracker';
/** Marks that come back in the order in which PostgreSQL delivers everything. */
const MARKS = 'stock_tracker_marks';
const RECONNECT_MS = 1_000;

/** One connection that listens, made anew whenever it is lost. */
@Injectable()
export class ListenConnection implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private ended = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.ended = true;
    if (this.retry) clearTimeout(this.retry);
    const { client } = this;
    this.client = null;
    await client?.end();
  }

  get hearing(): boolean {
    return this.client !== null;
  }

  onMessage(handler: (text: string) => void): void {
    this.emitter.on('message', handler);
  }

  onGap(handler: () => void): void {
    this.emitter.on('gap', handler);
  }

  async caughtUp(): Promise<void> {
    if (!this.client) throw new Error('Nothing is heard: the connection is lost');
    const mark = uuidv4();
    const heard = once(this.emitter, mark);
    await this.client.query('SELECT pg_notify($1, $2)', [MARKS, mark]);
    await heard;
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.settings.databases.system,
      application_name: 'stock-tracker-listener',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => {
      this.lost(client);
    });
    client.on('end', () => {
      this.lost(client);
    });
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === MARKS) this.emitter.emit(payload);
      else this.emitter.emit('message', payload);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}; LISTEN ${MARKS}`);
    } catch (error) {
      this.log.warn({ err: error }, 'announcements can not be heard');
      await client.end().catch(() => undefined);
      this.connectLater();
      return;
    }
    this.client = client;
    this.emitter.emit('gap');
  }

  private lost(client: pg.Client): void {
    if (this.ended || this.client !== client) return;
    this.client = null;
    this.log.warn('announcements can not be heard: the connection is lost');
    this.connectLater();
  }

  private connectLater(): void {
    if (this.ended) return;
    this.retry = setTimeout(() => void this.connect(), RECONNECT_MS);
    this.retry.unref();
  }
}
