/** Key of a seller's job in ROLLUP_QUEUE, the same for whoever asks for it: one waits at most. */
export function rollupKey(userId: string): string {
  return userId;
}
