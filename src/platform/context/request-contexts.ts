import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Authenticator } from './authenticator.js';
import { Clock } from './clock.js';
import type { RequestContext } from './context.js';
import { peerAddress } from './peer-address.js';

/** It is kept with sessions and in the audit log: a client is not to fill them. */
const USER_AGENT_LENGTH = 500;

/** What is read of an incoming request. */
export interface IncomingRequest {
  /** Its name in the log, given by the server and by nobody else. */
  readonly id?: string;
  /** Unknown once the peer has hung up. */
  readonly ip: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What a WebSocket has said of itself, once and for all that follows. */
export interface SocketHandshake {
  readonly request: IncomingRequest;
  /** As the header of the same name would be. */
  readonly authorization: string | undefined;
}

interface SocketContext {
  readonly ctx: RequestContext;
  /** When the access token ends; null where none was accepted. */
  readonly expiresAt: Date | null;
}

@Injectable()
export class RequestContexts {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
  ) {}

  async fromHttp(request: IncomingRequest): Promise<RequestContext> {
    const { ctx } = await this.identify(
      request,
      text(request.headers['authorization']),
      request.id ?? randomUUID(),
    );
    return ctx;
  }

  /**
   * The context of one thing done over a socket: who its peer is by now, and the time that it is by now.
   * @param requestId of the operation that it belongs to
   */
  fromSocket({ request, authorization }: SocketHandshake, requestId: string): Promise<SocketContext> {
    return this.identify(request, authorization, requestId);
  }

  private async identify(
    request: IncomingRequest,
    authorization: string | undefined,
    requestId: string,
  ): Promise<SocketContext> {
    const now = this.clock.now();
    const origin = {
      requestId,
      ipAddress: peerAddress(request.ip),
      userAgent: text(request.headers['user-agent'])?.slice(0, USER_AGENT_LENGTH) ?? null,
      now: () => now,
    };
    const found = await this.authenticator.identify(authorization);
    if ('refusal' in found) return { ctx: { kind: 'anonymous', ...origin, ...found }, expiresAt: null };
    const { expiresAt, ...identity } = found;
    return { ctx: { kind: 'caller', ...origin, ...identity }, expiresAt };
  }
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
