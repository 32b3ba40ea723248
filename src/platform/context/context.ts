import type { Permission } from '../access/permission.js';
import type { Role, Scope, WriteScope } from '../access/role.js';

interface Origin {
  readonly requestId: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  /** The time of the request: the same for everything done in it. */
  now(): Date;
}

/** Somebody signed in. The first argument of every service method, so that forgetting the tenant does not compile. */
export interface CallerContext extends Origin {
  readonly kind: 'caller';
  readonly tenantId: string;
  readonly userId: string;
  readonly role: Role;
  readonly scope: Scope;
  readonly writeScope: WriteScope;
  readonly permissions: ReadonlySet<Permission>;
  /** Family of the refresh token that this sign-in goes back to. */
  readonly sessionId: string;
  /** The platform administrator who looks through this member's eyes; null as a rule. Then nothing can be changed. */
  readonly impersonatorId: string | null;
}

/** Nobody signed in, or somebody whose token is not accepted. */
export interface AnonymousContext extends Origin {
  readonly kind: 'anonymous';
  /** Why a given token was refused; null when none was given. */
  readonly refusal: Refusal | null;
}

export type Refusal = 'TOKEN' | 'ACCOUNT' | 'TENANT';

/** A background job: exactly the seller it runs for, or what a member sees for whom it does something. */
export interface SellerContext extends Origin {
  readonly kind: 'seller';
  readonly tenantId: string;
  readonly userId: string;
  readonly scope: Scope;
  readonly writeScope: WriteScope;
}

/** Work across tenants: sign-in, dispatching. Says what for, since row-level security lets it see everything. */
export interface SystemContext extends Origin {
  readonly kind: 'system';
  readonly purpose: string;
  /** As the caller's on whose behalf it is: what they may not change by themselves is not changed for them either. */
  readonly impersonatorId: string | null;
}

/** What row-level security can be opened for. */
export type TenantContext = CallerContext | SellerContext;
export type Context = TenantContext | SystemContext;
export type RequestContext = CallerContext | AnonymousContext;
