import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { GraphqlContext } from '../../platform/access/index.js';
import { SignInBrake } from './sign-in-brake.js';

/** For mutations that anybody may call and that cost something: each so often from an address. */
@Injectable()
export class VisitBrake implements CanActivate {
  constructor(private readonly brake: SignInBrake) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const graphql = GqlExecutionContext.create(execution);
    const { ctx } = graphql.getContext<GraphqlContext>();
    await this.brake.visit(ctx, graphql.getInfo<GraphQLResolveInfo>().fieldName);
    return true;
  }
}
