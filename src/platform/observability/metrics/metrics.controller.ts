import { Controller, Get, Headers, NotFoundException, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../access/index.js';
import { MetricsReader } from './metrics-reader.js';
import { Series } from './series.js';

/** What is measured, for Prometheus. To whoever may not read it the route is not there. */
@Controller()
export class MetricsController {
  constructor(
    private readonly reader: MetricsReader,
    private readonly series: Series,
  ) {}

  @Get('metrics')
  @Public()
  async metrics(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    // in the words in which every address is refused that nobody has registered
    if (!this.reader.mayRead(authorization)) throw new NotFoundException('Cannot GET /metrics');
    void reply.header('content-type', this.series.contentType);
    return this.series.text();
  }
}
