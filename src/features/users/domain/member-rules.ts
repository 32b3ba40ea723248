import { Role } from '../../../platform/access/role.js';

/** What the rules know of somebody. */
export interface Member {
  readonly id: string;
  readonly role: Role;
  readonly isActive: boolean;
}

/** What somebody is to be. */
export type Standing = Omit<Member, 'id'>;

/** Oneself; somebody whom the own role does not reach; a role that it can not give. */
export type MemberRefusal = 'SELF' | 'MEMBER' | 'GRANT';

const MANAGED: Readonly<Record<Role, readonly Role[]>> = {
  [Role.VIEWER]: [],
  [Role.USER]: [],
  [Role.ADMIN]: [Role.USER, Role.VIEWER],
  [Role.OWNER]: Object.values(Role),
};

/** Whether somebody of the one role may invite, change and make people of the other. */
export function mayManage(actor: Role, role: Role): boolean {
  return MANAGED[actor].includes(role);
}

export function isChange(before: Standing, after: Standing): boolean {
  return before.role !== after.role || before.isActive !== after.isActive;
}

/** Why somebody may not make this of a member; null when they may, the last owner aside. */
export function memberRefusal(
  actor: Pick<Member, 'id' | 'role'>,
  member: Member,
  after: Standing,
): MemberRefusal | null {
  if (actor.id === member.id) return isChange(member, after) ? 'SELF' : null;
  if (!mayManage(actor.role, member.role)) return 'MEMBER';
  return mayManage(actor.role, after.role) ? null : 'GRANT';
}

/** Whether the tenant would be left with nobody who can manage all of it. */
export function leavesNoOwner(members: readonly Member[], id: string, after: Standing): boolean {
  const isOwner = (it: Standing): boolean => it.role === Role.OWNER && it.isActive;
  const member = members.find((it) => it.id === id);
  if (!member || !isOwner(member) || isOwner(after)) return false;
  return !members.some((it) => it.id !== id && isOwner(it));
}
