import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../../config/settings.js';

const VALID_SECONDS = 3_600;
const KEY_BYTES = 32;
const PURPOSE = 'stock-tracker download of exports';

/** What a link says of itself, read in the one spelling that links are given in. */
export interface GivenLink {
  readonly exportId: string;
  /** Seconds since 1970. */
  readonly expires: string;
  readonly signature: string;
}

/** Path and query to the letter: whatever else URLs may be read as, such as `&&` or `%65xpires`, was not given by us. */
const LINK =
  /^\/exports\/(?<exportId>[0-9a-f-]{36})\?expires=(?<expires>[1-9]\d{0,15})&signature=(?<signature>[\w-]{43})$/;

/** @param url path and query as they came, not decoded; null for what is no link of ours */
export function givenLink(url: string): GivenLink | null {
  const { exportId, expires, signature } = LINK.exec(url)?.groups ?? {};
  return exportId && expires && signature ? { exportId, expires, signature } : null;
}

/**
 * Links that need no token, for browsers and programs that fetch files: signed (HMAC-SHA256) with a key of their own,
 * which follows from the secret of access tokens (HKDF, RFC 5869). Keys that were replaced still verify.
 */
@Injectable()
export class DownloadLinks {
  private readonly keys: readonly Buffer[];
  private readonly origin: string;

  constructor(@Inject(SETTINGS) { jwtSecret, jwtPreviousSecrets, http }: Settings) {
    this.keys = [jwtSecret, ...jwtPreviousSecrets].map((secret) =>
      Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES)),
    );
    this.origin = http.publicUrl.replace(/\/$/, '');
  }

  to(exportId: string, now: Date): string {
    const expires = String(Math.floor(now.getTime() / 1000) + VALID_SECONDS);
    const signature = signatureOf(this.keys[0], exportId, expires);
    return `${this.origin}/exports/${exportId}?expires=${expires}&signature=${signature}`;
  }

  isGenuine({ exportId, expires, signature }: GivenLink): boolean {
    const given = Buffer.from(signature);
    // all keys are tried, so that the time does not tell which one it was
    const matches = this.keys.map((key) => {
      const wanted = Buffer.from(signatureOf(key, exportId, expires));
      return wanted.length === given.length && timingSafeEqual(wanted, given);
    });
    return matches.includes(true);
  }
}

/** As text, which is compared as text: of base64url several spellings are of the same bytes. */
function signatureOf(key: Buffer | undefined, exportId: string, expires: string): string {
  if (!key) throw new Error('There is no key to sign with');
  return createHmac('sha256', key).update(`${exportId} ${expires}`).digest('base64url');
}
