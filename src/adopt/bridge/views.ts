const PAID = [`'paid'`, `'PAID'`] as const;
/** The panel's own word for who may use the service, whatever it calls the status. */
const HAS_ACCESS = [`(s.status = 'active'::subscription_status)`, 's.has_access'] as const;

/** How version 1's views are worded while its programs go on: who pays is PAID, and the panel's status is its own. */
export function legacyWords(text: string, isPanel: boolean): string {
  const paid = text.replaceAll(...PAID);
  return isPanel ? paid.replaceAll(...HAS_ACCESS) : paid;
}

/** As they are worded afterwards. */
export function ownWords(text: string): string {
  return text.replaceAll(PAID[1], PAID[0]).replaceAll(HAS_ACCESS[1], HAS_ACCESS[0]);
}
