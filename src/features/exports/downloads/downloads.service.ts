import type { FileHandle } from 'node:fs/promises';
import { ForbiddenException, GoneException, Injectable } from '@nestjs/common';
import { businessDay, Clock, systemContext } from '../../../platform/context/index.js';
import { isStillSeen } from '../domain/still-seen.js';
import { ExportFiles } from '../files/export-files.js';
import { FORMATS } from '../formats/formats.js';
import { DownloadLinks, type GivenLink } from './download-links.js';
import { DownloadQueries } from './downloads.queries.js';

export interface Download {
  /** To be closed by whoever reads it. */
  readonly file: FileHandle;
  readonly name: string;
  readonly mediaType: string;
}

const GONE = 'The file is gone: it is kept for a day. Start another export.';

/** Gives files to whoever has a link, as long as its owner may see what is in them. */
@Injectable()
export class DownloadService {
  constructor(
    private readonly links: DownloadLinks,
    private readonly downloads: DownloadQueries,
    private readonly files: ExportFiles,
    private readonly clock: Clock,
  ) {}

  /**
   * @param link null: not one of ours
   * @throws ForbiddenException, GoneException
   */
  async open(link: GivenLink | null): Promise<Download> {
    if (!link || !this.links.isGenuine(link))
      throw new ForbiddenException('The link is not as it was given.');
    const now = this.clock.now();
    if (Number(link.expires) * 1000 <= now.getTime())
      throw new GoneException('The link is good for an hour. Ask `export` for another downloadUrl.');
    const found = await this.downloads.find(systemContext('download of an export'), link.exportId);
    if (!found) throw new GoneException(GONE);
    if (!found.isActive || !isStillSeen(found, found.role))
      throw new ForbiddenException('Whoever asked for the file may not see what is in it any more.');
    const { extension, mediaType } = FORMATS[found.format];
    const file = found.expiresAt > now ? await this.files.open(link.exportId, extension) : null;
    if (!file) throw new GoneException(GONE);
    const kind = found.kind.toLowerCase().replaceAll('_', '-');
    return { file, mediaType, name: `${kind}-${businessDay(found.createdAt)}.${extension}` };
  }
}
