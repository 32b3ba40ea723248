import type { AsyncLocalStorage } from 'node:async_hooks';
import { SpanKind, SpanStatusCode, trace, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { Kind, type OperationDefinitionNode } from 'graphql';
import type { ObservedOperation } from '../observed-operation.js';
import type { RequestEnd, RequestStart, RequestTrace } from './tracing.js';

const MOST_ROOT_FIELDS = 10;

/** The span of a request, and within it that of the GraphQL operation. Nothing in them is a client's own words. */
export class OtlpRequestTrace implements RequestTrace {
  private readonly span: Span;
  private readonly within: Context;
  private operation: Span | null = null;

  constructor(
    private readonly tracer: Tracer,
    private readonly active: AsyncLocalStorage<Context>,
    private readonly start: RequestStart,
    parent: Context,
  ) {
    const { method, route, id } = start;
    this.span = tracer.startSpan(
      `${method} ${route ?? 'none'}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': method,
          ...(route !== undefined && { 'http.route': route }),
          'stocktracker.request_id': id,
        },
      },
      parent,
    );
    this.within = trace.setSpan(parent, this.span);
  }

  handle(work: () => void): void {
    if (this.start.route !== '/graphql') {
      this.active.run(this.within, work);
      return;
    }
    this.operation = this.tracer.startSpan('GraphQL', { kind: SpanKind.INTERNAL }, this.within);
    this.active.run(trace.setSpan(this.within, this.operation), work);
  }

  answered(operation: ObservedOperation | null): void {
    if (operation) this.describe(operation);
    this.operation?.end();
    this.operation = null;
  }

  end(end: RequestEnd | null): void {
    this.operation?.end();
    if (end) {
      const { status, tenantId, userId } = end;
      this.span.setAttributes({
        'http.response.status_code': status,
        ...(tenantId !== null && { 'stocktracker.tenant_id': tenantId }),
        ...(userId !== null && { 'enduser.id': userId }),
      });
      if (status >= 500) this.span.setStatus({ code: SpanStatusCode.ERROR });
    } else this.span.setAttribute('stocktracker.aborted', true);
    this.span.end();
  }

  private describe({ type, codes, definition }: ObservedOperation): void {
    if (!this.operation) return;
    this.operation.updateName(`GraphQL ${type}`);
    this.operation.setAttributes({
      'graphql.operation.type': type,
      'stocktracker.root_fields': definition ? rootFields(definition) : [],
      ...(codes.length > 0 && { 'stocktracker.error_codes': [...codes] }),
    });
    if (codes.includes('INTERNAL')) this.operation.setStatus({ code: SpanStatusCode.ERROR });
  }
}

/** Words of the schema, since the operation was validated; its own name and its aliases are the client's. */
function rootFields({ selectionSet }: OperationDefinitionNode): string[] {
  const names = selectionSet.selections.map((selection) =>
    selection.kind === Kind.FIELD ? selection.name.value : '...',
  );
  return [...new Set(names)].slice(0, MOST_ROOT_FIELDS);
}
