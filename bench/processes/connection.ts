import { connect, type Socket } from 'node:net';

/** A request as it goes over the wire, again and again. */
export interface WireRequest {
  readonly url: string;
  readonly token: string;
  readonly body: string;
}

const HEAD_END = '\r\n\r\n';

/**
 * One kept-alive connection, one request at a time. It reads no more of an answer than its status and its length: a
 * load generator that works less takes less from what it measures on the same machine.
 */
export class Connection {
  private head = '';
  /** Bytes of the body still to come; null while the head is. */
  private remaining: number | null = null;
  private waiting: { resolve: () => void; reject: (error: Error) => void } | null = null;

  private constructor(
    private readonly socket: Socket,
    private readonly request: Buffer,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('The server closed the connection')));
  }

  static async open({ url, token, body }: WireRequest): Promise<Connection> {
    const { hostname, port, host, pathname } = new URL(url);
    const lines = [
      `POST ${pathname} HTTP/1.1`,
      `Host: ${host}`,
      'Content-Type: application/json',
      'Accept: application/json',
      `Authorization: Bearer ${token}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Connection(socket, Buffer.from(lines.join('\r\n') + HEAD_END + body));
  }

  /** Sends the request and waits for its whole answer. */
  ask(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(this.request);
    });
  }

  close(): void {
    this.waiting = null;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    if (this.remaining === null) {
      const read = this.head.length;
      this.head += chunk.toString('latin1');
      const end = this.head.indexOf(HEAD_END);
      if (end < 0) return;
      const length = bodyLength(this.head.slice(0, end));
      if (length === null) {
        this.fail(new Error(`An answer that was not expected: ${this.head}`));
        return;
      }
      this.remaining = length - (read + chunk.length - end - HEAD_END.length);
    } else {
      this.remaining -= chunk.length;
    }
    if (this.remaining > 0) return;
    this.head = '';
    this.remaining = null;
    this.waiting?.resolve();
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = null;
  }
}

/** @returns null for what is no success, or of a length that nobody knows before its end */
function bodyLength(head: string): number | null {
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  return head.startsWith('HTTP/1.1 200 ') && length !== undefined ? Number(length) : null;
}
