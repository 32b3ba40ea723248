/** Who asks. All but stranger and platform are of one tenant, in which user2 is the victim. */
export const CALLERS = [
  'nobody',
  'inactive',
  'viewer',
  'user',
  'user2',
  'admin',
  'owner',
  /** The owner of another tenant. */
  'stranger',
  /** A platform administrator, who is the owner of a tenant of their own. */
  'platform',
] as const;

export type Caller = (typeof CALLERS)[number];

export type May = readonly Caller[];
export const ANYBODY: May = [...CALLERS];
export const OWNERS: May = ['owner', 'stranger', 'platform'];
export const MANAGERS: May = ['admin', ...OWNERS];
export const MEMBER_READERS: May = ['viewer', ...MANAGERS];
export const WRITERS: May = ['user', 'user2', ...MANAGERS];
export const MEMBERS: May = ['viewer', ...WRITERS];
/** Fields of the platform: whoever may ask them sees every tenant. */
export const PLATFORM: May = ['platform'];

/** By which account each of them asks. */
export const ACCOUNTS: Readonly<Record<Exclude<Caller, 'nobody'>, string>> = {
  inactive: 'a-inactive',
  viewer: 'a-viewer',
  user: 'a-user',
  user2: 'a-user2',
  admin: 'a-admin',
  owner: 'a-owner',
  stranger: 'b-owner',
  platform: 'p-owner',
};

/** Whether somebody may see what is marked as belonging to an account, or to a tenant as `a-tenant`. */
export function maySee(caller: Caller, mark: string, may: May): boolean {
  if (caller === 'nobody' || caller === 'inactive') return false;
  if (may === PLATFORM) return caller === 'platform';
  const own = ACCOUNTS[caller];
  const [kind, tenant = '', name = ''] = mark.split('-');
  if (tenant !== own[0]) return false;
  const isOwn = `${tenant}-${name}` === own;
  if (kind === 'private') return isOwn;
  const seesTenant = caller !== 'user' && caller !== 'user2';
  return isOwn || seesTenant || name === 'tenant';
}
