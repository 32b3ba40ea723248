import { ErrorCode } from '../../../platform/errors/error-code.js';

/** What is wrong where in a file. */
export interface FileProblem {
  readonly code: ErrorCode;
  /** With what to do about it. */
  readonly message: string;
  /** As the seller sees it in the sheet; null: the file as a whole. */
  readonly row: number | null;
  /** As it is headed in the file. */
  readonly column: string | null;
}

/** The file can not be taken. */
export class FileProblems extends Error {
  override readonly name = 'FileProblems';

  /** @param problems at least one */
  constructor(readonly problems: readonly FileProblem[]) {
    super(problems.map(({ message }) => message).join('; '));
  }
}

/** One that is to be said at once: what comes behind it can not be read. */
export function fileProblem(message: string, row: number | null = null): FileProblems {
  return new FileProblems([{ code: ErrorCode.INVALID, message, row, column: null }]);
}
