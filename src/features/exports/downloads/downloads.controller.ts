import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../../platform/access/index.js';
import { DownloadService } from './downloads.service.js';

@Controller('exports')
export class DownloadsController {
  constructor(private readonly downloads: DownloadService) {}

  /** Needs no token: the link is one. */
  @Get(':id')
  @Public()
  @Header('Cache-Control', 'no-store')
  async download(
    @Param('id') exportId: string,
    @Query('expires') expires: unknown,
    @Query('signature') signature: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { file, name, mediaType } = await this.downloads.open({
      exportId,
      expires: textOf(expires),
      signature: textOf(signature),
    });
    const { size } = await file.stat();
    await reply
      .header('Content-Type', mediaType)
      .header('Content-Disposition', `attachment; filename="${name}"`)
      .header('Content-Length', size)
      .header('X-Content-Type-Options', 'nosniff')
      .send(file.createReadStream());
  }
}

/** A parameter that comes twice is a list. */
function textOf(parameter: unknown): string {
  return typeof parameter === 'string' ? parameter : '';
}
