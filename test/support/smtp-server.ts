import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A mail that was handed over. */
export interface Delivery {
  readonly from: string;
  readonly to: readonly string[];
  readonly message: string;
  /** What the client has signed in with: `\0USER\0PASSWORD` decoded (RFC 4616); null when it has not. */
  readonly credentials: string | null;
}

interface Conversation {
  from: string;
  to: string[];
  credentials: string | null;
  /** Lines of the message, while it comes. */
  message: string[] | null;
}

/** As much of RFC 5321 as a client needs that hands mails over, and AUTH PLAIN (RFC 4954). */
export class SmtpServer {
  readonly deliveries: Delivery[] = [];
  /** Answers by the verb of the command that they are given to instead of the usual one. */
  readonly refusals = new Map<string, string>();
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.converse(socket);
    });
  }

  static async start(): Promise<SmtpServer> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new SmtpServer(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  private converse(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    const conversation: Conversation = { from: '', to: [], credentials: null, message: null };
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const answer = this.answer(line, conversation);
        if (answer !== null) socket.write(`${answer}\r\n`);
      }
    });
    socket.write('220 mail.example.com\r\n');
  }

  /** @returns null while nothing is said */
  private answer(line: string, conversation: Conversation): string | null {
    if (conversation.message) return this.take(line, conversation, conversation.message);
    const verb = line.split(' ')[0]?.toUpperCase() ?? '';
    const refusal = this.refusals.get(verb);
    if (refusal !== undefined) return refusal;
    switch (verb) {
      case 'EHLO':
        return '250-mail.example.com\r\n250 AUTH PLAIN';
      case 'AUTH':
        conversation.credentials = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString('utf8');
        return '235 2.7.0 welcome';
      case 'MAIL':
        conversation.from = addressIn(line);
        return '250 ok';
      case 'RCPT':
        conversation.to.push(addressIn(line));
        return '250 ok';
      case 'DATA':
        conversation.message = [];
        return '354 go on';
      default:
        return '250 ok';
    }
  }

  private take(line: string, conversation: Conversation, message: string[]): string | null {
    if (line !== '.') {
      message.push(line.replace(/^\.\./, '.')); // RFC 5321 section 4.5.2
      return null;
    }
    const { from, to, credentials } = conversation;
    this.deliveries.push({ from, to, credentials, message: message.join('\n') });
    conversation.message = null;
    return '250 queued';
  }
}

function addressIn(line: string): string {
  return /<(.*?)>/.exec(line)?.[1] ?? '';
}
