import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { CallerContext, IncomingRequest, RequestContexts } from '../context/index.js';
import { EventStream } from './event-stream.js';
import type { LiveEvent } from './feed.js';
import { CLOSE_PATIENCE_MS, MAX_BUFFERED_BYTES, MAX_SUBSCRIPTIONS } from './socket-limits.js';

/** Why a socket is closed: code and reason, which tells no more than the code (RFC 6455 section 7.4, graphql-transport-ws). */
const CLOSINGS = {
  goingAway: [1001, 'Going away'],
  tryAgainLater: [1013, 'Try again later'],
  unauthorized: [4401, 'Unauthorized'],
  forbidden: [4403, 'Forbidden'],
  failed: [4500, 'Internal server error'],
} as const;

/** One peer: who it has said it is, and what it is being told. */
export class ConnectedSocket {
  /** Among whose sockets it is counted. */
  counted: string | null = null;
  private readonly streams = new Set<EventStream>();
  private authorization: string | undefined;
  private known: CallerContext | null = null;
  private expiresAt: Date | null = null;
  private operations = 0;
  private heard = true;

  constructor(
    private readonly socket: WebSocket,
    private readonly request: IncomingRequest,
    private readonly contexts: RequestContexts,
  ) {
    socket.on('pong', () => (this.heard = true));
    socket.on('ping', () => {
      this.endIfFlooded();
    });
  }

  /** Who the peer was when it signed in; null before. */
  get caller(): CallerContext | null {
    return this.known;
  }

  /** Signs the peer in. @returns the caller; null when the token is not accepted, and the socket is then closed */
  async signIn(authorization: unknown): Promise<CallerContext | null> {
    this.authorization = typeof authorization === 'string' ? authorization : undefined;
    const { ctx, expiresAt } = await this.identify(randomUUID());
    if (ctx.kind === 'caller') {
      this.known = ctx;
      this.expiresAt = expiresAt;
      return ctx;
    }
    this.close(ctx.refusal === null ? 'unauthorized' : 'forbidden');
    return null;
  }

  /**
   * The context for one thing done now. Closes the socket when its peer has no session any more, or may do something
   * else than when it signed in.
   * @returns null when the socket is closed
   */
  async renew(requestId: string): Promise<CallerContext | null> {
    const { ctx } = await this.identify(requestId);
    if (this.expireBy(ctx.now())) return null;
    if (ctx.kind === 'caller' && this.known && maySame(this.known, ctx)) return ctx;
    this.close('forbidden');
    return null;
  }

  /** Closes the socket when its token has ended. @returns whether it has */
  expireBy(now: Date): boolean {
    if (!this.expiresAt || now < this.expiresAt) return false;
    this.close('unauthorized');
    return true;
  }

  /** @returns whether there is room for another subscription */
  begin(): boolean {
    if (this.operations >= MAX_SUBSCRIPTIONS) return false;
    this.operations += 1;
    return true;
  }

  done(): void {
    this.operations -= 1;
  }

  /** Tells of events until the peer or the source ends it, or the socket is closed. Takes over a begun subscription. */
  follow(
    source: AsyncIterator<LiveEvent>,
    answer: ConstructorParameters<typeof EventStream>[1],
  ): EventStream {
    const stream = new EventStream(source, answer, (ended) => {
      this.streams.delete(ended);
      this.done();
    });
    this.streams.add(stream);
    // closed while the subscription was being made
    if (this.socket.readyState !== this.socket.OPEN) this.endStreams();
    return stream;
  }

  /** Waits until it has left: whoever reads slowly is told slowly. What a broken socket does not take is no news. */
  send(text: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    if (this.socket.readyState === this.socket.OPEN) {
      this.socket.send(text, () => {
        resolve(undefined);
      });
    } else resolve(undefined);
    return promise;
  }

  /** Nothing more is told from here on. */
  close(why: keyof typeof CLOSINGS): void {
    const [code, reason] = CLOSINGS[why];
    this.socket.close(code, reason);
    this.endStreams();
  }

  /** Cuts off a peer that does not answer the closing frame. */
  async closed(): Promise<void> {
    if (this.socket.readyState === this.socket.CLOSED) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.socket.once('close', () => {
      resolve(undefined);
    });
    const timer = setTimeout(() => {
      this.socket.terminate();
    }, CLOSE_PATIENCE_MS);
    await promise;
    clearTimeout(timer);
  }

  /** Asks whether the peer is there; one that has not answered the last time is cut off. */
  keepAlive(): void {
    if (!this.heard) {
      this.socket.terminate();
      return;
    }
    this.heard = false;
    this.socket.ping();
  }

  /** A peer that makes us answer and does not read would fill the memory. */
  endIfFlooded(): void {
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) this.socket.terminate();
  }

  endStreams(): void {
    for (const stream of this.streams) void stream.return();
  }

  private identify(requestId: string): ReturnType<RequestContexts['fromSocket']> {
    const { request, authorization } = this;
    return this.contexts.fromSocket({ request, authorization }, requestId);
  }
}

function maySame(before: CallerContext, now: CallerContext): boolean {
  return (
    before.tenantId === now.tenantId &&
    before.role === now.role &&
    before.permissions.size === now.permissions.size &&
    [...before.permissions].every((permission) => now.permissions.has(permission))
  );
}
