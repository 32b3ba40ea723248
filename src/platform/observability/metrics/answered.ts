import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { Clock } from '../../context/clock.js';
import { MinuteCounts } from '../figures/minute-figures.js';
import { OPERATION_TYPES, type AnsweredOperation } from '../figures/operation.js';
import { Series } from './series.js';

/** Codes that rules ask for. */
const WATCHED = ['INTERNAL', 'RATE_LIMITED'];

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Methods that are told apart: any other word is whatever a client has thought of. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH']);

/** A request that was answered. */
export interface AnsweredRequest {
  readonly method: string;
  /** As it was registered, never as it was asked for; undefined where there is none. */
  readonly route: string | undefined;
  readonly status: number;
  readonly milliseconds: number;
}

/**
 * Everything that is counted of requests, in one place that each of them passes once: what it does here, it does to all of
 * them.
 */
@Injectable()
export class Answered {
  /** For the samples that are kept in the database. */
  readonly minutes = new MinuteCounts();

  private readonly requests: Counter<'method' | 'route' | 'status'>;
  private readonly requestSeconds: Histogram<'route'>;
  private readonly operations: Counter<'type'>;
  private readonly operationSeconds: Histogram<'type'>;
  private readonly errors: Counter<'type' | 'code'>;

  constructor(
    series: Series,
    private readonly clock: Clock,
  ) {
    this.requests = series.counter({
      name: 'stocktracker_http_requests_total',
      help: 'Requests that were answered',
      labels: ['method', 'route', 'status'],
    });
    this.requestSeconds = series.histogram(
      {
        name: 'stocktracker_http_request_duration_seconds',
        help: 'Time from a request to the end of its answer',
        labels: ['route'],
      },
      SECONDS,
    );
    this.operations = series.counter({
      name: 'stocktracker_graphql_operations_total',
      help: 'GraphQL operations that were answered; subscriptions when they begin',
      labels: ['type'],
    });
    this.operationSeconds = series.histogram(
      {
        name: 'stocktracker_graphql_operation_duration_seconds',
        help: 'Time from the request of a query or mutation to the end of its answer',
        labels: ['type'],
      },
      SECONDS,
    );
    this.errors = series.counter({
      name: 'stocktracker_graphql_errors_total',
      help: 'GraphQL operations with an error of this code beside the data',
      labels: ['type', 'code'],
    });
    this.beginAtZero();
  }

  request({ method, route, status, milliseconds }: AnsweredRequest): void {
    const known = route ?? 'none';
    this.requests.inc({ method: METHODS.has(method) ? method : 'other', route: known, status }, 1);
    this.requestSeconds.observe({ route: known }, milliseconds / 1000);
  }

  operation(answered: AnsweredOperation): void {
    const { type, codes, milliseconds } = answered;
    this.operations.inc({ type }, 1);
    if (milliseconds !== null) this.operationSeconds.observe({ type }, milliseconds / 1000);
    for (const code of codes) this.errors.inc({ type, code }, 1);
    this.minutes.note(answered, this.clock.now());
  }

  /** A rate can be told from the first error on only where the series was there before it. */
  private beginAtZero(): void {
    for (const type of OPERATION_TYPES) {
      this.operations.inc({ type }, 0);
      for (const code of WATCHED) this.errors.inc({ type, code }, 0);
    }
  }
}
