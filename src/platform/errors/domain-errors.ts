import type { DomainError } from './domain-error.js';

/** Several rules said no, such as to several rows of one input: the caller reads all of them at once. */
export class DomainErrors extends Error {
  override readonly name = 'DomainErrors';

  /** @param errors at least one */
  constructor(readonly errors: readonly DomainError[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}
