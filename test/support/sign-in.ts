import type { GraphqlAnswer } from './app.js';

export interface UserErrorAnswer {
  readonly code: string;
  readonly field: readonly string[] | null;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

interface SignedIn {
  readonly tokens: Tokens | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

/** Whatever answers GraphQL: one application, or another beside it. */
interface Api {
  graphql(query: string, variables?: object, token?: string): Promise<GraphqlAnswer>;
}

const FIELDS = '{ tokens { accessToken refreshToken } userErrors { code field } }';

export async function login(api: Api, email: string, password: string): Promise<SignedIn> {
  const { data } = await api.graphql(
    `mutation ($email: String!, $password: String!) { login(input: {email: $email, password: $password}) ${FIELDS} }`,
    { email, password },
  );
  return data.login as SignedIn;
}

export async function refresh(api: Api, refreshToken: string): Promise<SignedIn> {
  const { data } = await api.graphql(
    `mutation ($t: String!) { refreshSession(input: {refreshToken: $t}) ${FIELDS} }`,
    { t: refreshToken },
  );
  return data.refreshSession as SignedIn;
}

/** @returns OK, or the code with which the request of whoever has this token is refused */
export async function answerTo(api: Api, token: string): Promise<string> {
  const { errors } = await api.graphql('{ viewer { user { id } } }', {}, token);
  return (errors?.[0]?.extensions.code ?? 'OK') as string;
}
