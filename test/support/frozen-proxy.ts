import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a program and its database, and can stop letting anything through without closing a connection. */
export class FreezableProxy {
  private readonly sockets = new Set<Socket>();
  private isFrozen = false;

  private constructor(private readonly server: Server) {}

  static async before(url: string): Promise<FreezableProxy> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    const proxy = new FreezableProxy(server);
    server.on('connection', (near) => {
      const far = connect(Number(port), hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        proxy.sockets.add(from);
        if (proxy.isFrozen) from.pause();
        from.on('data', (chunk) => to.write(chunk));
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
        if (proxy.isFrozen) from.pause();
      }
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  /** The same database by way of this proxy. */
  through(url: string): string {
    const { port } = this.server.address() as { port: number };
    return Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).toString();
  }

  freeze(): void {
    this.isFrozen = true;
    for (const socket of this.sockets) socket.pause();
  }

  thaw(): void {
    this.isFrozen = false;
    for (const socket of this.sockets) socket.resume();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }
}
