import { describe, expect, it } from '@jest/globals';
import { DomainError } from './domain-error.js';
import { ErrorCode } from './error-code.js';

describe('DomainError', () => {
  it('carries code, message, field and cause', () => {
    const cause = new Error('duplicate key');
    const error = new DomainError(ErrorCode.ALREADY_EXISTS, 'This article exists already', ['wbArticle'], {
      cause,
    });

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'DomainError',
      code: 'ALREADY_EXISTS',
      message: 'This article exists already',
      field: ['wbArticle'],
      cause,
    });
  });

  it('leaves field undefined when the failure belongs to no input', () => {
    expect(new DomainError(ErrorCode.FORBIDDEN, 'No').field).toBeUndefined();
  });
});
