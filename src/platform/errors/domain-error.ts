import type { ErrorCode } from './error-code.js';

/**
 * A rule of the business said no. The transaction is rolled back and the caller reads `code`, `message` and `field`
 * as a user error, so the message is written for people and never carries a secret, SQL or another caller's data.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  /** @param field path inside the mutation's `input`, outermost first, e.g. `['sales', '3', 'price']` */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly field?: string[],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Several rules said no at once, such as those of the rows of a batch: the caller reads all of them. */
export class DomainErrors extends Error {
  override readonly name = 'DomainErrors';

  /** @param errors at least one */
  constructor(readonly errors: readonly DomainError[]) {
    super(errors.map(({ message }) => message).join(' '));
  }
}
