type Results<Work extends readonly unknown[]> = { -readonly [Place in keyof Work]: Awaited<Work[Place]> };

/**
 * Work of one transaction that is sent side by side. Unlike Promise.all it waits for all of it when some fails: a statement
 * that is sent later must not come behind the rollback, outside of the transaction and its settings.
 * @throws what failed first, in the order in which the work is given
 */
export async function together<const Work extends readonly unknown[]>(work: Work): Promise<Results<Work>> {
  const ended = await Promise.allSettled(work);
  const failed = ended.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
  return ended.map((each) => (each as PromiseFulfilledResult<unknown>).value) as Results<Work>;
}
