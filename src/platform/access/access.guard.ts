import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { RequestContext } from '../context/context.js';
import type { GraphQLResolveInfo } from 'graphql';
import { forbidden, readOnly, unauthenticated } from './denials.js';
import { ACCESS_RULE, type AccessRule, type GraphqlContext } from './rule.js';

/** Stands before every root field and route, and denies what declares no rule. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(execution: ExecutionContext): boolean {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS_RULE, execution.getHandler());
    if (!rule) throw forbidden();
    if (execution.getType<GqlContextType>() === 'graphql') assertNotImpersonating(execution);
    if (rule.kind === 'public') return true;
    // only GraphQL requests carry a signed-in caller
    if (execution.getType<GqlContextType>() !== 'graphql') throw forbidden();
    const { ctx } = GqlExecutionContext.create(execution).getContext<GraphqlContext>();
    assertAllowed(ctx, rule);
    return true;
  }
}

/** Impersonation reads and nothing else: not even what everybody may call. */
function assertNotImpersonating(execution: ExecutionContext): void {
  const graphql = GqlExecutionContext.create(execution);
  const { ctx } = graphql.getContext<GraphqlContext>();
  if (ctx.kind !== 'caller' || ctx.impersonatorId === null) return;
  if (graphql.getInfo<GraphQLResolveInfo>().parentType.name === 'Mutation') throw readOnly();
}

function assertAllowed(ctx: RequestContext, rule: AccessRule): void {
  if (ctx.kind === 'anonymous') throw unauthenticated(ctx.refusal);
  if (rule.kind === 'permission' && !ctx.permissions.has(rule.permission)) throw forbidden(rule.permission);
}
