/** VERIFY_EMAIL and RESTORE_EMAIL prove an address: the present one, and the former one that is to be taken back. */
export type TokenPurpose = 'VERIFY_EMAIL' | 'RESTORE_EMAIL' | 'RESET_PASSWORD';

export interface AccountMailRequest {
  readonly purpose: TokenPurpose;
  /** Whose account; null for RESET_PASSWORD, where the address alone is given. */
  readonly userId: string | null;
  /** Where the mail goes to. The former address for RESTORE_EMAIL. */
  readonly email: string;
}

const HOUR_MS = 3_600_000;

/** Milliseconds that a token lives. What gives a password lives for as long as somebody needs to open their mail. */
export const TOKEN_LIFETIMES_MS: Readonly<Record<TokenPurpose, number>> = {
  VERIFY_EMAIL: 7 * 24 * HOUR_MS,
  RESTORE_EMAIL: 7 * 24 * HOUR_MS,
  RESET_PASSWORD: HOUR_MS,
};
