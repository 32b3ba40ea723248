import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../../platform/access/index.js';
import { givenLink } from './download-links.js';
import { DownloadService } from './downloads.service.js';

@Controller('exports')
export class DownloadsController {
  constructor(private readonly downloads: DownloadService) {}

  /** Needs no token: the link is one. */
  @Get(':id')
  @Public()
  async download(@Req() { raw }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { file, name, mediaType } = await this.downloads.open(givenLink(raw.url ?? ''));
    const { size } = await file.stat();
    await reply
      .header('Content-Type', mediaType)
      .header('Content-Disposition', `attachment; filename="${name}"`)
      .header('Content-Length', size)
      .header('X-Content-Type-Options', 'nosniff')
      .send(file.createReadStream());
  }
}
