/** What somebody says of themself. */
export interface Profile {
  readonly email: string;
  readonly fullName: string | null;
  readonly phone: string | null;
}

/** What is to be changed of it: null clears, what is left out stays. An address can not be cleared. */
export interface ProfileChange {
  readonly email?: string | null;
  readonly fullName?: string | null;
  readonly phone?: string | null;
}

/**
 * The profile after a change. An address that differs in nothing but case is the same one and stays as it is: taking the
 * new spelling for proved would let an address through that nobody has proved, since not only A to Z have two cases.
 */
export function profileAfter(before: Profile, change: ProfileChange): Profile {
  const email = change.email?.trim();
  return {
    email: !email || email.toLowerCase() === before.email.toLowerCase() ? before.email : email,
    fullName: change.fullName === undefined ? before.fullName : change.fullName?.trim() || null,
    phone: change.phone === undefined ? before.phone : change.phone?.trim() || null,
  };
}

/** Before and after of what differs. */
export function profileChanges(
  before: Profile,
  after: Profile,
): Partial<Record<keyof Profile, [string | null, string | null]>> {
  const fields = ['email', 'fullName', 'phone'] as const;
  return Object.fromEntries(
    fields
      .filter((field) => before[field] !== after[field])
      .map((field) => [field, [before[field], after[field]]]),
  );
}
