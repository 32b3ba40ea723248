import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { Mutation as NestMutation, type MutationOptions, type ReturnTypeFunc } from '@nestjs/graphql';
import { PayloadInterceptor } from './payload.interceptor.js';

/**
 * A mutation whose expected failures are user errors of its payload. The interceptor stands here, not before every field,
 * since each field with an interceptor costs its requests an Observable.
 */
export function Mutation(type: ReturnTypeFunc, options: MutationOptions): MethodDecorator {
  return applyDecorators(NestMutation(type, options), UseInterceptors(PayloadInterceptor));
}
