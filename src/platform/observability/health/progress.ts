import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';

/** @returns what is behind, in words for anybody; null when nothing is */
type BehindCheck = () => Promise<string | null>;

/**
 * Whether work that is done in the background comes along. A process is not less able to serve because workers are
 * behind: it stays ready, and says that it is degraded.
 */
@Injectable()
export class Progress {
  private readonly checks = new Map<string, BehindCheck>();

  constructor(private readonly indicators: HealthIndicatorService) {}

  /** Only features know what work there is. */
  watch(name: string, behind: BehindCheck): void {
    this.checks.set(name, behind);
  }

  all(): (() => Promise<HealthIndicatorResult>)[] {
    return [...this.checks].map(([name, behind]) => async () => {
      const indicator = this.indicators.check(name);
      const what = await behind();
      return what === null ? indicator.up() : indicator.degraded(what);
    });
  }
}
