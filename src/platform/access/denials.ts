import { GraphQLError } from 'graphql';
import type { Refusal } from '../context/context.js';
import type { Permission } from './permission.js';

export function unauthenticated(refusal: Refusal | null): GraphQLError {
  if (refusal === 'TENANT') {
    return denial('TENANT_SUSPENDED', 'The tenant is suspended. Ask whoever runs this service.');
  }
  const message = {
    TOKEN: 'The access token is not accepted. Sign in, or renew it by refreshSession.',
    ACCOUNT: 'The account is deactivated, or its role or password has changed. Sign in again.',
    NONE: 'Sign in first: login gives an access token, to be sent as "Authorization: Bearer TOKEN".',
  }[refusal ?? 'NONE'];
  return denial('UNAUTHENTICATED', message);
}

export function forbidden(permission?: Permission): GraphQLError {
  return denial(
    'FORBIDDEN',
    permission ? `Your role lacks the permission ${permission}.` : 'This is not allowed.',
  );
}

export function readOnly(): GraphQLError {
  return denial('FORBIDDEN', 'Impersonation is read-only: nothing can be changed by this token.');
}

function denial(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
