import { isCommonPassword } from './common-passwords.js';

export interface PasswordRules {
  /** Address of the account, which is the first thing that is tried. */
  readonly email: string;
  /** In bytes of UTF-8: what the stored form takes whole. */
  readonly longest: number;
}

/**
 * What is wrong with a new password, for people; null when nothing is. Its length in characters is checked with the
 * input. No rule about kinds of characters, and nothing is cut off (OWASP ASVS 5.0, 6.2.4, 6.2.5, 6.2.8).
 */
export function passwordFault(password: string, { email, longest }: PasswordRules): string | null {
  if (Buffer.byteLength(password) > longest) {
    return `This password is too long: at most ${longest} bytes can be kept, which are as many Latin letters or half as many others. Choose a shorter one.`;
  }
  const plain = password.toLowerCase();
  const address = email.toLowerCase();
  if (plain === address || plain === address.slice(0, address.lastIndexOf('@'))) {
    return 'The password must not be the e-mail address. Choose another one.';
  }
  return isCommonPassword(password)
    ? 'This password is among the most common ones, which are tried first. Choose another one.'
    : null;
}
