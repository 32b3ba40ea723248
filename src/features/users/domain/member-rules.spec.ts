import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Role } from '../../../platform/access/role.js';
import { isChange, leavesNoOwner, mayManage, memberRefusal, type Member } from './member-rules.js';

const RANK = [Role.VIEWER, Role.USER, Role.ADMIN, Role.OWNER];
const role = fc.constantFrom(...RANK);
const standing = fc.record({ role, isActive: fc.boolean() });

describe('who may manage whom', () => {
  it('is this', () => {
    const managed = RANK.map((actor) => [actor, RANK.filter((other) => mayManage(actor, other))]);
    expect(managed).toEqual([
      ['VIEWER', []],
      ['USER', []],
      ['ADMIN', ['VIEWER', 'USER']],
      ['OWNER', ['VIEWER', 'USER', 'ADMIN', 'OWNER']],
    ]);
  });

  it('never lets anybody change themself', () => {
    fc.assert(
      fc.property(standing, standing, (before, after) => {
        const self = { id: 'a', ...before };
        return memberRefusal(self, self, after) === (isChange(before, after) ? 'SELF' : null);
      }),
    );
  });

  it('never lets anybody reach, or grant, what is above their own role', () => {
    fc.assert(
      fc.property(role, standing, standing, (actor, before, after) => {
        const isAbove = [before.role, after.role].some((it) => RANK.indexOf(it) > RANK.indexOf(actor));
        const refusal = memberRefusal({ id: 'a', role: actor }, { id: 'b', ...before }, after);
        return !isAbove || refusal === 'MEMBER' || refusal === 'GRANT';
      }),
    );
  });

  it.each([
    [Role.ADMIN, Role.USER, Role.VIEWER, null],
    [Role.ADMIN, Role.VIEWER, Role.USER, null],
    [Role.ADMIN, Role.USER, Role.ADMIN, 'GRANT'],
    [Role.ADMIN, Role.ADMIN, Role.USER, 'MEMBER'],
    [Role.ADMIN, Role.OWNER, Role.USER, 'MEMBER'],
    [Role.OWNER, Role.OWNER, Role.VIEWER, null],
    [Role.OWNER, Role.VIEWER, Role.OWNER, null],
    [Role.USER, Role.VIEWER, Role.USER, 'MEMBER'],
  ])('%s makes of %s a %s: %s', (actor, before, after, refusal) => {
    const member = { id: 'b', role: before, isActive: true };
    expect(memberRefusal({ id: 'a', role: actor }, member, { role: after, isActive: true })).toBe(refusal);
  });
});

describe('the last owner', () => {
  const move = fc.record({ actor: fc.nat(4), member: fc.nat(4), after: standing });

  it('stays, whoever changes whom in whatever order', () => {
    fc.assert(
      fc.property(fc.array(standing, { minLength: 4, maxLength: 4 }), fc.array(move), (others, moves) => {
        const members: Member[] = [{ id: '0', role: Role.OWNER, isActive: true }];
        members.push(...others.map((it, index) => ({ id: String(index + 1), ...it })));
        for (const { actor, member, after } of moves) {
          const [by, of] = [members[actor], members[member]];
          if (!by?.isActive || !of) continue;
          // not as the rules would have it: even by an owner who has been demoted meanwhile, and on themself
          if (!leavesNoOwner(members, of.id, after)) members[member] = { ...of, ...after };
        }
        return members.some((it) => it.role === Role.OWNER && it.isActive);
      }),
    );
  });

  it.each([
    ['demoted', { role: Role.ADMIN, isActive: true }, true],
    ['deactivated', { role: Role.OWNER, isActive: false }, true],
    ['left alone', { role: Role.OWNER, isActive: true }, false],
  ])('%s', (_name, after, isLeft) => {
    const members = [
      { id: 'a', role: Role.OWNER, isActive: true },
      { id: 'b', role: Role.OWNER, isActive: false },
      { id: 'c', role: Role.ADMIN, isActive: true },
    ];
    expect(leavesNoOwner(members, 'a', after)).toBe(isLeft);
  });

  it('is not the one whose fellow is active', () => {
    const members = ['a', 'b'].map((id) => ({ id, role: Role.OWNER, isActive: true }));
    expect(leavesNoOwner(members, 'a', { role: Role.USER, isActive: true })).toBe(false);
    expect(leavesNoOwner(members, 'c', { role: Role.USER, isActive: true })).toBe(false);
  });
});
