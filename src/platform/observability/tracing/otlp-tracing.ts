import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { PoolClient } from 'pg';
import type { TracingSettings } from '../../../config/settings.js';
import { parentOf } from './parent-of.js';
import { OtlpRequestTrace } from './request-trace.js';
import { traceStatements } from './traced-client.js';
import type { RequestStart, RequestTrace, Tracing } from './tracing.js';

/** A collector that is away must not keep a process from ending. */
const PATIENCE_MS = 2_000;

/**
 * Sends spans by OTLP over HTTP. Spans are made by hand at the doors through which everything goes: compiled execution
 * and pipelined connections are not seen through by what patches packages as they are loaded.
 */
export class OtlpTracing implements Tracing {
  /** Whose span what runs now belongs to. */
  private readonly active = new AsyncLocalStorage<Context>();
  private readonly watched = new WeakSet<PoolClient>();
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;

  constructor({ endpoint, headers, serviceName, ratio }: TracingSettings) {
    const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
    const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: PATIENCE_MS });
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
      spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: PATIENCE_MS })],
    });
    this.tracer = this.provider.getTracer('stock-tracker');
  }

  request(start: RequestStart): RequestTrace {
    return new OtlpRequestTrace(this.tracer, this.active, start, parentOf(start.traceparent));
  }

  async job<Result>(queue: string, work: () => Promise<Result>): Promise<Result> {
    const span = this.tracer.startSpan(
      `job ${queue}`,
      { kind: SpanKind.CONSUMER, attributes: { 'messaging.destination.name': queue } },
      ROOT_CONTEXT,
    );
    try {
      return await this.active.run(trace.setSpan(ROOT_CONTEXT, span), work);
    } catch (error) {
      // what it was about is in the log; a message may repeat what it was given
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }

  watch(client: PoolClient): void {
    if (this.watched.has(client)) return;
    this.watched.add(client);
    traceStatements(client, (name, text) => this.statement(name, text));
  }

  async flush(): Promise<void> {
    await this.provider.forceFlush({ timeoutMillis: PATIENCE_MS });
  }

  async close(): Promise<void> {
    await this.provider.shutdown();
  }

  /** @returns null for what belongs to nothing, such as listening for announcements */
  private statement(name: string, text: string): Span | null {
    const parent = this.active.getStore();
    if (!parent) return null;
    const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': name, 'db.query.text': text };
    return this.tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, parent);
  }
}
