import { GraphQLError } from 'graphql';

/** @param seconds after which trying again makes sense */
export function rateLimited(seconds: number): GraphQLError {
  return new GraphQLError(`Too many requests. Try again in ${seconds} s.`, {
    extensions: { code: 'RATE_LIMITED', retryAfterSeconds: seconds },
  });
}
