import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/index.js';
import { Health } from './health.js';

@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  /** The process lives. */
  @Get('healthz')
  @Public()
  healthz(): { status: string } {
    return { status: 'ok' };
  }

  /** The process can serve. */
  @Get('readyz')
  @Public()
  async readyz(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; problem?: string }> {
    const problem = await this.health.problem();
    if (problem === null) return { status: 'ready' };
    void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: 'not ready', problem };
  }
}
