import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Authenticator } from './authenticator.js';
import { Clock } from './clock.js';
import type { RequestContext } from './context.js';

/** It is kept with sessions and in the audit log: a client is not to fill them. */
const USER_AGENT_LENGTH = 500;

/** What is read of an incoming request. */
export interface IncomingRequest {
  /** Its name in the log, given by the server and by nobody else. */
  readonly id?: string;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

@Injectable()
export class RequestContexts {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
  ) {}

  async fromHttp(request: IncomingRequest): Promise<RequestContext> {
    const now = this.clock.now();
    const origin = {
      requestId: request.id ?? randomUUID(),
      ipAddress: request.ip,
      userAgent: text(request.headers['user-agent'])?.slice(0, USER_AGENT_LENGTH) ?? null,
      now: () => now,
    };
    const found = await this.authenticator.identify(text(request.headers['authorization']));
    return 'refusal' in found
      ? { kind: 'anonymous', ...origin, ...found }
      : { kind: 'caller', ...origin, ...found };
  }
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
