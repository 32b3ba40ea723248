import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** How often the lag of the event loop is looked at: the library's own 10 ms would wake an idle process a hundred times a second. */
const LAG_PRECISION_MS = 50;

interface Described<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
}

type Values<Label extends string> = readonly (readonly [Readonly<Record<Label, string>>, number])[];

/**
 * What this process tells Prometheus of. A registry of each application's own: several may run in one process, as in
 * tests. Labels are words of our own alone, never what a client has sent: what they are multiplied by stays in memory.
 */
@Injectable()
export class Series {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_PRECISION_MS });
  }

  counter<Label extends string>({ name, help, labels }: Described<Label>): Counter<Label> {
    return new Counter({ name, help, labelNames: labels, registers: [this.registry] });
  }

  histogram<Label extends string>(
    { name, help, labels }: Described<Label>,
    buckets: readonly number[],
  ): Histogram<Label> {
    return new Histogram({
      name,
      help,
      labelNames: labels,
      buckets: [...buckets],
      registers: [this.registry],
    });
  }

  /**
   * A figure that is looked up when it is asked for.
   * @param read all of its values by their labels; what it does not name any more is not told any more
   */
  gauge<Label extends string>(
    { name, help, labels }: Described<Label>,
    read: () => Values<Label> | Promise<Values<Label>>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [this.registry],
      async collect() {
        const values = await read();
        this.reset();
        for (const [labelled, value] of values) this.set(labelled, value);
      },
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** All of it, as Prometheus reads it. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
