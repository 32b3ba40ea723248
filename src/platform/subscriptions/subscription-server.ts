import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { RequestContexts, type IncomingRequest } from '../context/index.js';
import { ConnectedSocket } from './connected-socket.js';
import { Conversations } from './conversations.js';
import { CLOSE_PATIENCE_MS, MAX_FRAGMENTS, MAX_MESSAGE_BYTES } from './socket-limits.js';
import { Sockets } from './sockets.js';
import { addressOf, refusalOf, type UpgradeRefusal } from './upgrade-request.js';

/** Takes WebSockets at /graphql, beside the requests that Fastify takes. */
@Injectable()
export class SubscriptionServer implements OnModuleInit {
  private readonly server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    maxFragments: MAX_FRAGMENTS,
    handleProtocols: () => GRAPHQL_TRANSPORT_WS_PROTOCOL,
    // newer than the types
    closeTimeout: CLOSE_PATIENCE_MS,
  } as ServerOptions);
  private stopping = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly host: HttpAdapterHost,
    private readonly contexts: RequestContexts,
    private readonly sockets: Sockets,
    private readonly conversations: Conversations,
  ) {}

  onModuleInit(): void {
    // commands run the application without HTTP
    const adapter = this.host.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined;
    const fastify = adapter?.getInstance<FastifyInstance>();
    fastify?.server.prependListener('upgrade', (request, socket, head) => {
      this.upgrade(request, socket, head);
    });
    // whoever closes the server first, and be it Apollo: it waits for every socket
    fastify?.addHook('preClose', async () => {
      this.stopping = true;
      await this.sockets.closeAll();
    });
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // From here on the socket is ours alone, and a reset that nobody listens to would end the process.
    socket.on('error', () => {
      socket.destroy();
    });
    const { http } = this.settings;
    const refusal = this.stopping ? '503 Service Unavailable' : refusalOf(request, http);
    if (refusal) {
      refuse(socket, refusal);
      return;
    }
    const incoming = { ip: addressOf(request, http), headers: request.headers };
    const leave = this.sockets.place(incoming.ip);
    if (!leave) {
      refuse(socket, '429 Too Many Requests');
      return;
    }
    socket.once('close', leave);
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      this.welcome(webSocket, incoming);
    });
  }

  private welcome(webSocket: WebSocket, incoming: IncomingRequest): void {
    // what a peer does wrong; ws closes the socket with the code for it
    webSocket.on('error', () => undefined);
    const peer = new ConnectedSocket(webSocket, incoming, this.contexts);
    this.sockets.add(peer);
    webSocket.once('close', () => {
      this.sockets.remove(peer);
    });
    this.conversations.begin(webSocket, peer);
  }
}

function refuse(socket: Duplex, refusal: UpgradeRefusal): void {
  socket.once('finish', () => {
    socket.destroy();
  });
  socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
