import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, map, of, throwError, type Observable } from 'rxjs';
import { DomainError } from '../errors/domain-error.js';
import { DomainErrors } from '../errors/domain-errors.js';
import { inputRefusals } from './input-refusals.js';
import type { UserError } from './user-error.js';

/**
 * The one place where an expected failure becomes a user error, be it of the business or of a value's form. Services
 * throw, so that their transaction rolls back; the payload's object is there exactly when userErrors is empty.
 */
@Injectable()
export class PayloadInterceptor implements NestInterceptor {
  intercept(_execution: ExecutionContext, next: CallHandler<object>): Observable<object> {
    return next.handle().pipe(
      map((payload) => ({ ...payload, userErrors: [] })),
      catchError((error: unknown) => {
        const refusals = refusalsOf(error);
        return refusals ? of({ userErrors: refusals.map(asUserError) }) : throwError(() => error);
      }),
    );
  }
}

function refusalsOf(error: unknown): readonly DomainError[] | null {
  if (error instanceof DomainErrors) return error.errors;
  return error instanceof DomainError ? [error] : inputRefusals(error, 'input');
}

function asUserError({ code, message, field }: DomainError): UserError {
  return { code, message, field: field ?? null };
}
