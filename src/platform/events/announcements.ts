import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import type { Context } from '../context/index.js';
import { Database, statement } from '../database/index.js';
import { ListenConnection } from './listen-connection.js';
import type { Topic, Topics } from './topics.js';

interface Announcement<T extends Topic = Topic> {
  readonly origin: string;
  readonly topic: T;
  readonly message: Topics[T];
}

/**
 * What one process tells all of them, by NOTIFY: with the commit of what it speaks of, or not at all. Whoever announces
 * hears it at the commit, before anybody is answered; the others some milliseconds later.
 */
@Injectable()
export class Announcements {
  private readonly origin = uuidv4();
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  constructor(
    private readonly database: Database,
    private readonly connection: ListenConnection,
  ) {
    connection.onMessage((text) => {
      const announcement = JSON.parse(text) as Announcement;
      if (announcement.origin !== this.origin) this.deliver(announcement.topic, announcement.message);
    });
  }

  /** Inside write(). */
  async announce<T extends Topic>(ctx: Context, topic: T, message: Topics[T]): Promise<void> {
    const transaction = this.database.transaction(ctx);
    const announcement: Announcement<T> = { origin: this.origin, topic, message };
    await transaction.rows(NOTIFY, [JSON.stringify(announcement)]);
    transaction.onCommit(() => {
      this.deliver(topic, message);
    });
  }

  /** @returns ends it */
  on<T extends Topic>(topic: T, handler: (message: Topics[T]) => void): () => void {
    this.emitter.on(topic, handler);
    return () => this.emitter.off(topic, handler);
  }

  /** Whether others are heard right now. What is remembered of them may be stale while they are not. */
  get hearing(): boolean {
    return this.connection.hearing;
  }

  /** Told when others can be heard again after they could not: something may have been missed. */
  onGap(handler: () => void): void {
    this.connection.onGap(handler);
  }

  /** Waits until all that was announced anywhere before has been heard here. */
  caughtUp(): Promise<void> {
    return this.connection.caughtUp();
  }

  private deliver(topic: Topic, message: Topics[Topic]): void {
    this.emitter.emit(topic, message);
  }
}

const NOTIFY = statement<never>(`SELECT pg_notify('stock_tracker', $1)`);
