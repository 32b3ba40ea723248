const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id that a client looks for, as the database writes it; null when it can be nobody's. */
export function soughtId(id: string): string | null {
  return UUID.test(id) ? id.toLowerCase() : null;
}
