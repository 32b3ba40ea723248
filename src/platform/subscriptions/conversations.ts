import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { makeServer, type ServerOptions, type SubscribePayload } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import type { CallerContext } from '../context/index.js';
import { Answered } from '../observability/index.js';
import type { ConnectedSocket } from './connected-socket.js';
import type { EventStream } from './event-stream.js';
import type { LiveEvent } from './feed.js';
import { Operations } from './operations.js';
import { SocketErrors, unexpected } from './socket-errors.js';
import { INIT_TIMEOUT_MS, MAX_SUBSCRIPTIONS } from './socket-limits.js';
import { Sockets } from './sockets.js';

/** Speaks graphql-transport-ws with one peer. */
@Injectable()
export class Conversations {
  constructor(
    private readonly sockets: Sockets,
    private readonly operations: Operations,
    private readonly errors: SocketErrors,
    private readonly answered: Answered,
  ) {}

  begin(socket: WebSocket, peer: ConnectedSocket): void {
    const closed = makeServer(this.options(peer)).opened(
      {
        protocol: socket.protocol,
        send: (text) => peer.send(text),
        close: (code, reason) => {
          socket.close(code, reason);
        },
        onMessage: (take) => {
          socket.on('message', (message) => {
            peer.endIfFlooded();
            take(textOf(message)).catch((error: unknown) => {
              this.errors.note(error);
              peer.close('failed');
            });
          });
        },
      },
      undefined,
    );
    socket.once('close', (code, reason) => {
      peer.endStreams();
      closed(code, reason.toString()).catch((error: unknown) => {
        this.errors.note(error);
      });
    });
  }

  private options(peer: ConnectedSocket): ServerOptions {
    const requestIds = new WeakMap<SubscribePayload, string>();
    const requestIdOf = (payload: SubscribePayload): string => {
      const requestId = requestIds.get(payload) ?? randomUUID();
      requestIds.set(payload, requestId);
      return requestId;
    };
    return {
      connectionInitWaitTimeout: INIT_TIMEOUT_MS,
      onConnect: ({ connectionParams: params }) =>
        // as the header, which has no case
        this.sockets.signIn(peer, params?.['authorization'] ?? params?.['Authorization']),
      onSubscribe: async (_ctx, _id, payload) => {
        const read = await this.read(peer, payload, requestIdOf(payload));
        if (Array.isArray(read)) this.count(read);
        return read;
      },
      subscribe: async (args) => {
        const begun = await this.subscribe(peer, args);
        this.count('next' in begun ? [] : (begun.errors ?? []));
        return begun;
      },
      onNext: (_ctx, _id, payload, _args, { errors, ...result }) => ({
        ...result,
        ...(errors && { errors: this.errors.format(errors, requestIdOf(payload)) }),
      }),
      onError: (_ctx, _id, payload, errors) => this.errors.format(errors, requestIdOf(payload)),
    };
  }

  private count(errors: readonly GraphQLError[]): void {
    this.answered.operation({ type: 'subscription', codes: this.errors.codesOf(errors), milliseconds: null });
  }

  private async read(
    peer: ConnectedSocket,
    payload: SubscribePayload,
    requestId: string,
  ): Promise<ExecutionArgs | GraphQLError[]> {
    if (!peer.begin()) return [tooMany()];
    try {
      const ctx = await peer.renew(requestId);
      const read = ctx ? await this.operations.read(payload, ctx) : [closing()];
      if (Array.isArray(read)) peer.done();
      return read;
    } catch (error) {
      peer.done();
      return [unexpected(error)];
    }
  }

  private async subscribe(
    peer: ConnectedSocket,
    args: ExecutionArgs,
  ): Promise<EventStream | ExecutionResult> {
    const source = await this.operations.subscribe(args, callerOf(args));
    if (!('next' in source)) {
      peer.done();
      return source;
    }
    return peer.follow(source, (event) => this.answer(peer, args, event));
  }

  /** Asks anew who the peer is before each event: what they may not see any more is not told. */
  private async answer(
    peer: ConnectedSocket,
    args: ExecutionArgs,
    event: LiveEvent,
  ): Promise<ExecutionResult | null> {
    try {
      const ctx = await peer.renew(callerOf(args).requestId);
      return ctx && (await this.operations.answer(args, event, ctx));
    } catch (error) {
      return { errors: [unexpected(error)] };
    }
  }
}

function callerOf({ contextValue }: ExecutionArgs): CallerContext {
  return (contextValue as { readonly ctx: CallerContext }).ctx;
}

function textOf(message: RawData): string {
  if (Array.isArray(message)) return Buffer.concat(message).toString();
  return (message instanceof ArrayBuffer ? Buffer.from(message) : message).toString();
}

function tooMany(): GraphQLError {
  return new GraphQLError(
    `At most ${MAX_SUBSCRIPTIONS} subscriptions at once on one connection. End one before the next.`,
    { extensions: { code: 'TOO_COMPLEX' } },
  );
}

/** Told to nobody: the socket is closed by then. */
function closing(): GraphQLError {
  return new GraphQLError('This connection is closed.', { extensions: { code: 'UNAUTHENTICATED' } });
}
