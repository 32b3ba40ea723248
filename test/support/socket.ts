import { connect, type Socket } from 'node:net';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { until } from './program.js';

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** A client of graphql-transport-ws, and what became of its connection. */
export class Peer {
  private closing: Closing | null = null;

  private constructor(private readonly client: Client) {
    client.on('closed', (event) => {
      const { code, reason } = event as Closing;
      this.closing = { code, reason };
    });
  }

  static of(url: string, token?: string): Peer {
    return new Peer(
      createClient({
        url: socketUrl(url),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        lazy: false,
        onNonLazyError: () => undefined,
        ...(token !== undefined && { connectionParams: { authorization: `Bearer ${token}` } }),
      }),
    );
  }

  subscribe(query: string, variables: Record<string, unknown> = {}): Subscribed {
    return new Subscribed(this.client, query, variables);
  }

  get isClosed(): boolean {
    return this.closing !== null;
  }

  async closed(): Promise<Closing> {
    await until(() => this.closing !== null, 10_000);
    return this.closing!;
  }

  async leave(): Promise<void> {
    await this.client.dispose();
  }
}

/** What one subscription has been told. */
export class Subscribed {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests name the fields that they asked for
  readonly told: { data?: any; errors?: readonly { message: string; extensions?: any }[] }[] = [];
  private ended = false;
  readonly end: () => void;

  constructor(client: Client, query: string, variables: Record<string, unknown>) {
    this.end = client.subscribe(
      { query, variables },
      {
        next: (answer) => this.told.push(answer as (typeof this.told)[number]),
        error: (errors) => {
          if (Array.isArray(errors)) this.told.push({ errors: errors as { message: string }[] });
          this.ended = true;
        },
        complete: () => (this.ended = true),
      },
    );
  }

  get isEnded(): boolean {
    return this.ended;
  }

  /** Waits until it has been told so much. */
  async heard(count: number): Promise<typeof this.told> {
    await until(() => this.told.length >= count, 10_000);
    return this.told;
  }

  async over(): Promise<typeof this.told> {
    await until(() => this.ended, 10_000);
    return this.told;
  }
}

/** A WebSocket that says only what a test says. */
export class RawPeer {
  readonly messages: { type: string; id?: string; payload?: unknown }[] = [];
  private closing: Closing | null = null;
  refusal: number | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString()) as never));
    socket.on('close', (code, reason) => (this.closing ??= { code, reason: reason.toString() }));
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (request, response) => {
      this.refusal = response.statusCode ?? 0;
      this.closing = { code: 0, reason: '' };
      request.destroy();
    });
  }

  static of(url: string, options: { headers?: Record<string, string>; protocol?: string } = {}): RawPeer {
    const { headers = {}, protocol = 'graphql-transport-ws' } = options;
    return new RawPeer(new WebSocket(socketUrl(url), protocol, { headers }));
  }

  async opened(): Promise<this> {
    await until(() => this.socket.readyState === WebSocket.OPEN || this.closing !== null, 10_000);
    return this;
  }

  /** @returns whether it was let in */
  async signIn(token: string): Promise<boolean> {
    await this.opened();
    this.say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await until(() => this.messages.some(({ type }) => type === 'connection_ack') || this.isClosed, 10_000);
    return !this.isClosed;
  }

  say(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id: string, payload: object): void {
    this.say({ id, type: 'subscribe', payload });
  }

  /** What was said to one operation. */
  async answer(id: string): Promise<{ type: string; payload?: unknown }> {
    const of = () => this.messages.find((message) => message.id === id);
    await until(() => of() !== undefined || this.isClosed, 10_000);
    return of() ?? { type: 'closed' };
  }

  get isClosed(): boolean {
    return this.closing !== null;
  }

  async closed(): Promise<Closing> {
    await until(() => this.closing !== null, 10_000);
    return this.closing!;
  }
}

/** Bytes on a socket, for what no client would send. */
export async function openTcp(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await until(() => !socket.connecting, 10_000);
  return socket;
}

export function upgradeTo(path: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': 'graphql-transport-ws',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

function socketUrl(url: string): string {
  return url.includes('/graphql') || url.includes('/nope')
    ? url.replace(/^http/, 'ws')
    : `${url.replace(/^http/, 'ws')}/graphql`;
}
