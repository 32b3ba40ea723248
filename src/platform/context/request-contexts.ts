import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Authenticator } from './authenticator.js';
import { Clock } from './clock.js';
import type { RequestContext } from './context.js';

/** What is read of an incoming request. */
export interface IncomingRequest {
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
      requestId: randomUUID(),
      ipAddress: request.ip,
      userAgent: text(request.headers['user-agent']) ?? null,
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
