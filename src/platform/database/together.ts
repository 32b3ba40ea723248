import { sqlState } from './postgres-error.js';

/** What PostgreSQL answers to all that is sent behind a failed statement. */
const IN_FAILED_TRANSACTION = '25P02';

type Results<Work extends readonly unknown[]> = { -readonly [Place in keyof Work]: Awaited<Work[Place]> };

/**
 * Work of one transaction that is sent side by side. Unlike Promise.all it waits for all of it when some fails: a statement
 * that is sent later must not come behind the rollback, outside of the transaction and its settings.
 * @throws the first cause in the order in which the work is given, not what only failed because the transaction had
 */
export async function together<const Work extends readonly unknown[]>(work: Work): Promise<Results<Work>> {
  const ended = await Promise.allSettled(work);
  const reasons = ended.filter((each) => each.status === 'rejected').map(({ reason }) => reason as unknown);
  if (reasons.length > 0)
    throw reasons.find((reason) => sqlState(reason) !== IN_FAILED_TRANSACTION) ?? reasons[0];
  return ended.map((each) => (each as PromiseFulfilledResult<unknown>).value) as Results<Work>;
}
