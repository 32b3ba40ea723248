import { describe, expect, it } from '@jest/globals';
import { createOpaqueToken } from './opaque-token.js';
import { createSuccessorSalt, successorOf } from './successor-token.js';

describe('successors of tokens', () => {
  it('follow from token and salt (RFC 4231, test case 2)', () => {
    // base64url of 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
    const successor = successorOf('Jefe', Buffer.from('what do ya want for nothing?'));
    expect(Buffer.from(successor, 'base64url').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('have the form of tokens, and differ by either', () => {
    const [token, salt] = [createOpaqueToken(), createSuccessorSalt()];
    const successor = successorOf(token, salt);
    expect(successor).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(successorOf(token, salt)).toBe(successor);
    expect(successorOf(token, createSuccessorSalt())).not.toBe(successor);
    expect(successorOf(createOpaqueToken(), salt)).not.toBe(successor);
  });
});
