import { Injectable } from '@nestjs/common';
import { Clock, systemContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { Announcements } from '../../platform/events/index.js';
import { SessionRepository, type SessionState } from './sessions.repository.js';

/** How long a deactivation elsewhere may go unnoticed here. */
const FRESH_MS = 1_000;
const MAX_ENTRIES = 10_000;

interface Entry {
  readonly state: Promise<SessionState | null>;
  readonly readAt: number;
}

/** What callers are right now, read at most once a second for each session: the hot path has no query for it. */
@Injectable()
export class SessionStates {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly sessions: SessionRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    announcements: Announcements,
  ) {
    announcements.on('access', (whom) => {
      this.forget(whom);
    });
  }

  get(userId: string, sessionId: string): Promise<SessionState | null> {
    const now = this.clock.now().getTime();
    const key = `${userId} ${sessionId}`;
    const known = this.entries.get(key);
    if (known && now - known.readAt < FRESH_MS && now >= known.readAt) return known.state;
    const state = this.read(userId, sessionId);
    this.entries.delete(key); // the map is in order of reading: the oldest goes first
    this.entries.set(key, { state, readAt: now });
    state.catch(() => this.entries.delete(key));
    if (this.entries.size > MAX_ENTRIES) this.entries.delete(this.entries.keys().next().value ?? '');
    return state;
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
