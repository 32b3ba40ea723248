import { GraphQLError } from 'graphql';
import { DomainError } from '../errors/domain-error.js';
import { ErrorCode } from '../errors/error-code.js';

interface Fault {
  /** Such as input.rows.3.wbNmId. */
  readonly path: string;
  /** Such as: expected a positive number. */
  readonly message: string;
}

/** Told at once: whoever has more of them mends these first. */
const MOST_TOLD = 100;

/**
 * What pipes and filters find wrong with a value, as errors of a mutation's input.
 *
 * @param root the name that their paths begin with
 * @param parent path inside the input of what has that name
 * @returns null for any other error
 */
export function inputRefusals(
  error: unknown,
  root: string,
  parent: readonly string[] = [],
): DomainError[] | null {
  const faults = error instanceof GraphQLError ? error.extensions['fields'] : undefined;
  if (!Array.isArray(faults)) return null;
  const told = (faults as readonly Fault[]).slice(0, MOST_TOLD);
  if (told.length === 0 || !told.every(({ path }) => path.startsWith(`${root}.`))) return null;
  return told.map(({ path, message }) => {
    const field = [...parent, ...path.split('.').slice(1)];
    return new DomainError(ErrorCode.INVALID, asSentence(message), field);
  });
}

function asSentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
