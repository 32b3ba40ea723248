/**
 * Why an adoption stops: told to people in one line, which names the table, the key and the reason where there are such.
 * Nothing of the step in which it happened has been done.
 */
export class AdoptionError extends Error {
  override readonly name = 'AdoptionError';
}
