import { Controller, Get } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { Public } from '../../access/index.js';
import { Health } from './health.js';
import { Progress } from './progress.js';

@Controller()
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly health: Health,
    private readonly progress: Progress,
  ) {}

  /** The process lives: nothing but that, so that nobody restarts it for a database that is away. */
  @Get('healthz')
  @Public()
  healthz(): Promise<HealthCheckResult> {
    return this.checks.check([]);
  }

  /** The process can serve; 503 where it can not. */
  @Get('readyz')
  @Public()
  readyz(): Promise<HealthCheckResult> {
    return this.checks.check([
      () => this.health.process(),
      () => this.health.databaseAtHead(),
      ...this.progress.all(),
    ]);
  }
}
