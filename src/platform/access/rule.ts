import { SetMetadata, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { CallerContext, IncomingRequest, RequestContext } from '../context/index.js';
import type { ObservedOperation } from '../observability/observed-operation.js';
import type { Permission } from './permission.js';

/** Who may call a root field or a route. */
export type AccessRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'permission'; readonly permission: Permission }
  | { readonly kind: 'signedIn' };

export const ACCESS_RULE = 'access-rule';

/** Anybody, signed in or not. */
export const Public = () => SetMetadata(ACCESS_RULE, { kind: 'public' } satisfies AccessRule);
/** Anybody who is signed in: what concerns oneself. */
export const SignedIn = () => SetMetadata(ACCESS_RULE, { kind: 'signedIn' } satisfies AccessRule);
/** Whoever's role has the permission. */
export const Requires = (permission: Permission) =>
  SetMetadata(ACCESS_RULE, { kind: 'permission', permission } satisfies AccessRule);

/** What the GraphQL context of a request holds. Signing in replaces ctx. */
export interface GraphqlContext {
  ctx: RequestContext;
  /** Over HTTP: where GraphQL notes what has become of it. */
  readonly observed?: ObservedOperation;
}

/**
 * The same at and below a root field that requires sign-in, which the guard has made sure of. A field without arguments
 * takes it as GraphQL hands it out, `(source, args, context, info)`: parameters that are decorated go through Nest's pipes,
 * each by promises of its own, for every row of a page.
 */
export interface SignedInContext extends GraphqlContext {
  ctx: CallerContext;
}

/** A request to a route beside GraphQL. The guard finds out whose it is. */
export interface RouteRequest extends IncomingRequest {
  readonly method: string;
  ctx?: RequestContext;
}

/** The context of the request: a caller's where the field requires sign-in, which the guard has made sure of. */
export const Ctx = createParamDecorator(
  (_: unknown, execution: ExecutionContext): RequestContext | undefined =>
    execution.getType<GqlContextType>() === 'graphql'
      ? GqlExecutionContext.create(execution).getContext<GraphqlContext>().ctx
      : execution.switchToHttp().getRequest<RouteRequest>().ctx,
);
