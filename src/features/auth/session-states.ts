import { Injectable } from '@nestjs/common';
import { Clock, systemContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { Announcements } from '../../platform/events/index.js';
import { SessionRepository, type SessionState } from './sessions.repository.js';

/**
 * Milliseconds. Every change that matters is announced, and what is announced is forgotten at once; this bounds what a
 * connection would cost that is lost without a sign of it.
 */
const FRESH_MS = 10_000;
const MAX_ENTRIES = 10_000;

interface Entry {
  readonly state: Promise<SessionState | null>;
  readonly readAt: number;
}

/**
 * What callers are right now: authorization costs no query on the hot path. While announcements of other processes can
 * not be heard, nothing is remembered: each request reads for itself.
 */
@Injectable()
export class SessionStates {
  /** In order of reading: the oldest goes first. */
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly sessions: SessionRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly announcements: Announcements,
  ) {
    announcements.on('access', (whom) => {
      this.forget(whom);
    });
    announcements.onGap(() => {
      this.entries.clear();
    });
  }

  get(userId: string, sessionId: string): Promise<SessionState | null> {
    if (!this.announcements.hearing) return this.read(userId, sessionId);
    const now = this.clock.now().getTime();
    const key = `${userId} ${sessionId}`;
    const known = this.entries.get(key);
    if (known && now - known.readAt < FRESH_MS && now >= known.readAt) return known.state;
    return this.remember(key, { state: this.read(userId, sessionId), readAt: now });
  }

  /**
   * An entry is there from the start of its reading, so that what changes in the course of it forgets it: what has been
   * read before a change is not found by any request after it.
   */
  private remember(key: string, entry: Entry): Promise<SessionState | null> {
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.state.catch(() => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    });
    if (this.entries.size > MAX_ENTRIES) this.entries.delete(this.entries.keys().next().value ?? '');
    return entry.state;
  }

  /** What somebody may do has changed: of one user, or of a whole tenant, which is seldom enough to forget everybody. */
  private forget(whom: { readonly userId: string } | { readonly tenantId: string }): void {
    if (!('userId' in whom)) this.entries.clear();
    else
      for (const key of this.entries.keys()) if (key.startsWith(`${whom.userId} `)) this.entries.delete(key);
  }

  private read(userId: string, sessionId: string): Promise<SessionState | null> {
    const ctx = { ...systemContext('session state'), now: () => this.clock.now() };
    return this.database.read(ctx, () => this.sessions.findState(ctx, userId, sessionId));
  }
}
