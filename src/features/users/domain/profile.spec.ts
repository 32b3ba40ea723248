import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { profileAfter, profileChanges, type Profile } from './profile.js';

const BEFORE: Profile = { email: 'anna@example.com', fullName: 'Anna', phone: '+7 999' };

describe('a change of a profile', () => {
  it.each([
    ['nothing', {}, BEFORE],
    ['a name', { fullName: ' Anna B ' }, { ...BEFORE, fullName: 'Anna B' }],
    ['null, which clears', { fullName: null, phone: null }, { ...BEFORE, fullName: null, phone: null }],
    ['space, which clears too', { fullName: ' ' }, { ...BEFORE, fullName: null }],
    ['an address', { email: 'bella@example.com' }, { ...BEFORE, email: 'bella@example.com' }],
    ['the address in another case', { email: 'ANNA@example.com' }, BEFORE],
  ])('takes %s', (_name, change, after) => {
    expect(profileAfter(BEFORE, change)).toEqual(after);
  });

  it('does not take a letter that only becomes another one in lower case', () => {
    const before = { ...BEFORE, email: 'kate@example.com' };
    expect(profileAfter(before, { email: '\u212aate@example.com' })).toEqual(before);
  });

  it('tells exactly what differs', () => {
    const profile = fc.record<Profile>({
      email: fc.constantFrom('a@x', 'b@x'),
      fullName: fc.constantFrom(null, 'A', 'B'),
      phone: fc.constantFrom(null, '1', '2'),
    });
    fc.assert(
      fc.property(profile, profile, (before, after) => {
        const changes = profileChanges(before, after);
        const changed = Object.fromEntries(Object.entries(changes).map(([key, [, now]]) => [key, now]));
        expect({ ...before, ...changed }).toEqual(after);
        for (const [was, is] of Object.values(changes)) expect(was).not.toBe(is);
      }),
    );
  });
});
