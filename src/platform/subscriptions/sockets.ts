import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../context/index.js';
import { Announcements, type Topics } from '../events/index.js';
import type { ConnectedSocket } from './connected-socket.js';
import { SocketErrors } from './socket-errors.js';
import {
  KEEP_ALIVE_MS,
  MAX_SOCKETS,
  MAX_SOCKETS_PER_ADDRESS,
  MAX_SOCKETS_PER_USER,
} from './socket-limits.js';
import { Tally } from './tally.js';

/** How long a socket may outlive its token; what is told is checked to the second. */
const SWEEP_MS = 1_000;

/** The sockets of this process: how many there may be, and when they have to go. */
@Injectable()
export class Sockets implements OnApplicationBootstrap {
  private readonly open = new Set<ConnectedSocket>();
  private readonly places = new Tally(MAX_SOCKETS_PER_ADDRESS);
  private readonly users = new Tally(MAX_SOCKETS_PER_USER);
  private readonly timers: NodeJS.Timeout[] = [];
  private taken = 0;

  constructor(
    private readonly announcements: Announcements,
    private readonly clock: Clock,
    private readonly errors: SocketErrors,
  ) {}

  onApplicationBootstrap(): void {
    this.announcements.on('access', (whom) => {
      this.recheck((socket) => concerns(whom, socket));
    });
    this.announcements.onGap(() => {
      this.recheck(() => true);
    });
    this.timers.push(
      setInterval(() => {
        this.sweep();
      }, SWEEP_MS).unref(),
      setInterval(() => {
        this.keepAlive();
      }, KEEP_ALIVE_MS).unref(),
    );
  }

  /** How many peers are connected, and for how many of them something is counted. */
  get counts(): { readonly sockets: number; readonly addresses: number; readonly users: number } {
    return { sockets: this.taken, addresses: this.places.size, users: this.users.size };
  }

  /** A place for a socket from this address. @returns gives it back; null when there is none */
  place(address: string): (() => void) | null {
    if (this.taken >= MAX_SOCKETS || !this.places.take(address)) return null;
    this.taken += 1;
    return () => {
      this.taken -= 1;
      this.places.give(address);
    };
  }

  add(socket: ConnectedSocket): void {
    this.open.add(socket);
  }

  remove(socket: ConnectedSocket): void {
    this.open.delete(socket);
    if (socket.counted) this.users.give(socket.counted);
  }

  /** @returns whether the peer may go on */
  async signIn(socket: ConnectedSocket, authorization: unknown): Promise<boolean> {
    const caller = await socket.signIn(authorization);
    // gone while it was looked up
    if (!caller || !this.open.has(socket)) return false;
    if (!this.users.take(caller.userId)) {
      socket.close('tryAgainLater');
      return false;
    }
    socket.counted = caller.userId;
    // what has changed since it was looked up was announced while nobody knew whom this socket is for
    return (await socket.renew(caller.requestId)) !== null;
  }

  /** Closes the sockets whose tokens have ended. */
  sweep(): void {
    const now = this.clock.now();
    for (const socket of this.open) socket.expireBy(now);
  }

  /** Cuts off peers that have not answered since the last time. */
  keepAlive(): void {
    for (const socket of this.open) socket.keepAlive();
  }

  /** Closes all of them, and waits until they are closed. */
  async closeAll(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    const sockets = [...this.open];
    for (const socket of sockets) socket.close('goingAway');
    await Promise.all(sockets.map((socket) => socket.closed()));
  }

  /** Closes those whose peers may not be told what they were before. */
  private recheck(isMeant: (socket: ConnectedSocket) => boolean): void {
    for (const socket of this.open) {
      if (!socket.caller || !isMeant(socket)) continue;
      // what fails here fails again before the next event, of which then nothing is told
      socket.renew(randomUUID()).catch((error: unknown) => {
        this.errors.note(error);
      });
    }
  }
}

function concerns(whom: Topics['access'], { caller }: ConnectedSocket): boolean {
  return 'userId' in whom ? caller?.userId === whom.userId : caller?.tenantId === whom.tenantId;
}
