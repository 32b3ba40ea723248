import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Fernet (github.com/fernet/spec), as the Python programs on the same database read and write it:
 * 0x80 | seconds since 1970, u64 big-endian | IV 16 | AES-128-CBC with PKCS7 | HMAC-SHA256 over all before it,
 * the whole in base64url.
 */
const VERSION = 0x80;
const IV_START = 9;
const CIPHERTEXT_START = 25;
const HMAC_LENGTH = 32;
const BLOCK_LENGTH = 16;
const MIN_TOKEN_LENGTH = CIPHERTEXT_START + BLOCK_LENGTH + HMAC_LENGTH;
/** A token from a clock that is ahead of ours by more is refused, where a lifetime is asked for at all. */
const CLOCK_SKEW_SECONDS = 60n;

/** The same for every fault, so that nobody learns which check a forged token got past. */
export class FernetError extends Error {
  override readonly name = 'FernetError';
  constructor() {
    super('The token can not be decrypted');
  }
}

interface FernetKey {
  signing: Buffer;
  encryption: Buffer;
}

export interface DecryptOptions {
  /** Refuse tokens older than this; without it they never expire, as befits values at rest. */
  ttlSeconds?: number;
  now?: Date;
}

/** Several keys at once, so that a key can be replaced: the first encrypts, all decrypt. */
export class FernetKeyring {
  private constructor(
    private readonly current: FernetKey,
    private readonly all: readonly FernetKey[],
  ) {}

  /**
   * @param text comma-separated 32-byte keys in base64url, newest first
   * @throws RangeError that says which key is bad, by its place and never by its value
   */
  static parse(text: string): FernetKeyring {
    const keys = text.split(',').map((key, index) => {
      const bytes = decodeBase64Url(key.trim());
      if (bytes?.length !== 32) throw new RangeError(`Key ${index + 1} is not 32 bytes in base64url`);
      return { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) };
    });
    const [current] = keys;
    if (current === undefined) throw new RangeError('There is no key');
    return new FernetKeyring(current, keys);
  }

  encrypt(plaintext: string, now = new Date()): string {
    return seal(this.current, plaintext, now, randomBytes(16));
  }

  /** @throws FernetError */
  decrypt(token: string, options: DecryptOptions = {}): string {
    const { bytes, key } = this.open(token);
    if (options.ttlSeconds !== undefined) {
      checkAge(bytes.readBigUInt64BE(1), options.ttlSeconds, options.now ?? new Date());
    }
    try {
      const iv = bytes.subarray(IV_START, CIPHERTEXT_START);
      const decipher = createDecipheriv('aes-128-cbc', key.encryption, iv);
      const ciphertext = bytes.subarray(CIPHERTEXT_START, -HMAC_LENGTH);
      const plaintext = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plaintext);
    } catch {
      throw new FernetError();
    }
  }

  /**
   * Whether a token is good but made with an older key, so that it should be encrypted anew.
   * @throws FernetError for a token that no key opens
   */
  needsRotation(token: string): boolean {
    return this.open(token).key !== this.current;
  }

  /** Finds the key that signed the token. Nothing is decrypted before a signature holds. */
  private open(token: string): { bytes: Buffer; key: FernetKey } {
    const bytes = decodeBase64Url(token);
    if (bytes === undefined || !hasTokenForm(bytes)) throw new FernetError();

    const signed = bytes.subarray(0, -HMAC_LENGTH);
    const signature = bytes.subarray(-HMAC_LENGTH);
    const key = this.all.find((candidate) => timingSafeEqual(hmac(candidate, signed), signature));
    if (key === undefined) throw new FernetError();
    return { bytes, key };
  }
}

/** One IV must never serve twice under one key: FernetKeyring draws it; this is apart for the vectors of the spec. */
export function seal(key: FernetKey, plaintext: string, now: Date, iv: Buffer): string {
  const header = Buffer.alloc(IV_START);
  header[0] = VERSION;
  header.writeBigUInt64BE(BigInt(Math.floor(now.getTime() / 1000)), 1);
  const cipher = createCipheriv('aes-128-cbc', key.encryption, iv);
  const signed = Buffer.concat([header, iv, cipher.update(plaintext, 'utf8'), cipher.final()]);
  const bytes = Buffer.concat([signed, hmac(key, signed)]);
  return padded(bytes.toString('base64url'));
}

function hasTokenForm(bytes: Buffer): boolean {
  const excess = bytes.length - MIN_TOKEN_LENGTH;
  return bytes[0] === VERSION && excess >= 0 && excess % BLOCK_LENGTH === 0;
}

function hmac(key: FernetKey, signed: Buffer): Buffer {
  return createHmac('sha256', key.signing).update(signed).digest();
}

function checkAge(madeAtSeconds: bigint, ttlSeconds: number, now: Date): void {
  const nowSeconds = BigInt(Math.floor(now.getTime() / 1000));
  const isExpired = madeAtSeconds + BigInt(Math.floor(ttlSeconds)) < nowSeconds;
  if (isExpired || madeAtSeconds > nowSeconds + CLOCK_SKEW_SECONDS) throw new FernetError();
}

/** Buffer skips what is not base64url; only a spelling that comes back unchanged is taken, padded fully or not at all. */
function decodeBase64Url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  const spelling = bytes.toString('base64url');
  return text === spelling || text === padded(spelling) ? bytes : undefined;
}

/** Python's decoders want the padding. */
function padded(base64Url: string): string {
  return base64Url.padEnd(Math.ceil(base64Url.length / 4) * 4, '=');
}
