import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { catchError, map, of, throwError, type Observable } from 'rxjs';
import { DomainError, DomainErrors } from '../errors/domain-error.js';
import type { UserError } from './user-error.js';

/**
 * The one place where an expected failure becomes a user error. Services throw, so that their transaction rolls back;
 * the payload's object is there exactly when userErrors is empty.
 */
@Injectable()
export class PayloadInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler<object>): Observable<object> {
    if (!isMutation(execution)) return next.handle();
    return next.handle().pipe(
      map((payload) => ({ ...payload, userErrors: [] })),
      catchError((error: unknown) => {
        const expected = expectedErrors(error);
        return expected.length > 0 ? of({ userErrors: expected.map(asUserError) }) : throwError(() => error);
      }),
    );
  }
}

function isMutation(execution: ExecutionContext): boolean {
  if (execution.getType<GqlContextType>() !== 'graphql') return false;
  const info = GqlExecutionContext.create(execution).getInfo<GraphQLResolveInfo>();
  return info.parentType.name === 'Mutation';
}

function expectedErrors(error: unknown): readonly DomainError[] {
  if (error instanceof DomainErrors) return error.errors;
  return error instanceof DomainError ? [error] : [];
}

function asUserError({ code, message, field }: DomainError): UserError {
  return { code, message, field: field ?? null };
}
