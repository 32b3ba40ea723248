import { DomainError } from '../../../platform/errors/domain-error.js';
import { DomainErrors } from '../../../platform/errors/domain-errors.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';

/** Told at once: whoever has more of them mends these first. */
const MOST_TOLD = 100;

/** What is wrong with the rows of a batch, each under its place in the input. */
export class RowErrors {
  private readonly errors: DomainError[];

  /**
   * @param list name of the input's field that holds the rows
   * @param before what is known already; a transaction that runs again begins with it anew
   */
  constructor(
    private readonly list: string,
    before?: RowErrors,
  ) {
    this.errors = [...(before?.errors ?? [])];
  }

  get none(): boolean {
    return this.errors.length === 0;
  }

  /** @param field name of the row's field, or path to what is inside it */
  add(index: number, field: string | readonly string[], message: string, code = ErrorCode.INVALID): void {
    if (this.errors.length >= MOST_TOLD) return;
    this.errors.push(new DomainError(code, message, [this.list, String(index), ...[field].flat()]));
  }

  addOfList(message: string): void {
    this.errors.push(new DomainError(ErrorCode.INVALID, message, [this.list]));
  }

  /** @throws DomainErrors with all that was added, in the order of the rows */
  throwIfAny(): void {
    if (this.none) return;
    const place = ({ field }: DomainError): number => Number(field?.[1] ?? -1);
    throw new DomainErrors([...this.errors].sort((a, b) => place(a) - place(b)));
  }
}
