import { TOKEN_LIFETIMES_MS, type AccountMailRequest } from '../account-mail.js';

/** Addresses that version 1's bot gave to people who have none. */
const PLACEHOLDER = /@telegram\.bot$/i;

/** Whether nobody reads what is sent there. */
export function isPlaceholder(email: string): boolean {
  return PLACEHOLDER.test(email);
}

interface Recipient {
  readonly email: string;
  readonly isVerified: boolean;
}

/** Whether a mail that was asked for still makes sense when its turn has come. */
export function isDue(
  { purpose, email, requestedAt }: AccountMailRequest & { readonly requestedAt: Date },
  recipient: Recipient,
  now: Date,
): boolean {
  const isOver = now.getTime() >= requestedAt.getTime() + TOKEN_LIFETIMES_MS[purpose];
  if (isOver || isPlaceholder(email)) return false;
  const isPresent = email.toLowerCase() === recipient.email.toLowerCase();
  switch (purpose) {
    case 'VERIFY_EMAIL':
      return isPresent && !recipient.isVerified;
    case 'RESTORE_EMAIL':
      return true;
    case 'RESET_PASSWORD':
      return isPresent;
  }
}
