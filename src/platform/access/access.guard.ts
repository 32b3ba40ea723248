import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import { RequestContexts, type RequestContext } from '../context/index.js';
import type { GraphQLResolveInfo } from 'graphql';
import { forbidden, readOnly, unauthenticated } from './denials.js';
import { ACCESS_RULE, type AccessRule, type GraphqlContext, type RouteRequest } from './rule.js';

/** Stands before every root field and route, and denies what declares no rule. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly moduleRef: ModuleRef,
  ) {}

  canActivate(execution: ExecutionContext): boolean | Promise<boolean> {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS_RULE, execution.getHandler());
    if (!rule) throw forbidden();
    if (execution.getType<GqlContextType>() === 'graphql') assertNotImpersonating(execution);
    if (rule.kind === 'public') return true;
    if (execution.getType<GqlContextType>() !== 'graphql') return this.admitToRoute(execution, rule);
    const { ctx } = GqlExecutionContext.create(execution).getContext<GraphqlContext>();
    assertAllowed(ctx, rule);
    return true;
  }

  /** A route beside GraphQL: who asks is found here, by the same token. */
  private async admitToRoute(execution: ExecutionContext, rule: AccessRule): Promise<boolean> {
    const request = execution.switchToHttp().getRequest<RouteRequest>();
    // only a feature knows who is who
    request.ctx = await this.moduleRef.get(RequestContexts, { strict: false }).fromHttp(request);
    if (request.method !== 'GET' && isImpersonating(request.ctx)) throw readOnly();
    assertAllowed(request.ctx, rule);
    return true;
  }
}

/** Impersonation reads and nothing else: not even what everybody may call. */
function assertNotImpersonating(execution: ExecutionContext): void {
  const graphql = GqlExecutionContext.create(execution);
  const { ctx } = graphql.getContext<GraphqlContext>();
  if (!isImpersonating(ctx)) return;
  if (graphql.getInfo<GraphQLResolveInfo>().parentType.name === 'Mutation') throw readOnly();
}

function isImpersonating(ctx: RequestContext): boolean {
  return ctx.kind === 'caller' && ctx.impersonatorId !== null;
}

function assertAllowed(ctx: RequestContext, rule: AccessRule): void {
  if (ctx.kind === 'anonymous') throw unauthenticated(ctx.refusal);
  if (rule.kind === 'permission' && !ctx.permissions.has(rule.permission)) throw forbidden(rule.permission);
}
