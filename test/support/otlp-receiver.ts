import { createServer, type Server } from 'node:http';

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Sent {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: SentAttribute[] };
    readonly scopeSpans: { readonly spans: SentSpan[] }[];
  }[];
}
interface SentAttribute {
  readonly key: string;
  readonly value: { readonly arrayValue?: { values: Record<string, unknown>[] } } & Record<string, unknown>;
}
interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number };
  readonly attributes: SentAttribute[];
}

/** Takes traces as a collector does, by OTLP over HTTP as JSON. */
export class OtlpReceiver {
  readonly bodies: string[] = [];
  readonly headers: Readonly<Record<string, unknown>>[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<OtlpReceiver> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    const receiver = new OtlpReceiver(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, answer) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const isTraces = request.method === 'POST' && request.url === '/v1/traces';
        if (isTraces) {
          receiver.headers.push(request.headers);
          receiver.bodies.push(Buffer.concat(chunks).toString());
        }
        answer.writeHead(isTraces ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
      });
    });
    return receiver;
  }

  get spans(): ReceivedSpan[] {
    return this.bodies
      .flatMap((body) => (JSON.parse(body) as Sent).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
      .map((span) => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? null,
        name: span.name,
        kind: span.kind,
        startNs: BigInt(span.startTimeUnixNano),
        endNs: BigInt(span.endTimeUnixNano),
        failed: span.status.code === 2,
        attributes: valuesOf(span.attributes),
      }));
  }

  get resource(): Readonly<Record<string, unknown>> {
    const [first] = this.bodies;
    const sent = JSON.parse(first ?? '{"resourceSpans":[]}') as Sent;
    return valuesOf(sent.resourceSpans[0]?.resource.attributes ?? []);
  }

  forget(): void {
    this.bodies.length = 0;
    this.headers.length = 0;
  }

  async close(): Promise<void> {
    await new Promise((done) => {
      this.server.close(done);
      this.server.closeAllConnections();
    });
  }
}

function valuesOf(attributes: readonly SentAttribute[]): Record<string, unknown> {
  const plain = (value: Record<string, unknown>): unknown => Object.values(value)[0];
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.arrayValue ? value.arrayValue.values.map(plain) : plain(value),
    ]),
  );
}
