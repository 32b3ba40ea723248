import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../../config/settings.js';

const BEARER = /^Bearer +(\S+)$/i;

/** Who may read what is measured: whoever has the token of the settings; without one, nobody. */
@Injectable()
export class MetricsReader {
  private readonly expected: Buffer | null;

  constructor(@Inject(SETTINGS) { metricsToken }: Settings) {
    this.expected = metricsToken === null ? null : digest(metricsToken);
  }

  mayRead(authorization: string | undefined): boolean {
    const given = BEARER.exec(authorization ?? '')?.[1];
    // digests are of one length, and tell nothing of how much of a guess was right
    return given !== undefined && this.expected !== null && timingSafeEqual(digest(given), this.expected);
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
