/** One seller's way to the API: signed up, with a token. */
export class GraphqlClient {
  private constructor(
    readonly url: string,
    readonly token: string,
    readonly tenantId: string,
    readonly userId: string,
    readonly email: string,
  ) {}

  /** Makes a tenant and its owner. */
  static async register(origin: string, name: string): Promise<GraphqlClient> {
    const url = `${origin}/graphql`;
    const email = `${name}@example.com`;
    const data = await send<{
      register: { tokens: { accessToken: string }; viewer: Record<'user' | 'tenant', { id: string }> };
    }>(url, REGISTER, { email, tenantName: name });
    const { tokens, viewer } = data.register;
    return new GraphqlClient(url, tokens.accessToken, viewer.tenant.id, viewer.user.id, email);
  }

  /** Signs in again: a token is good for 15 minutes, and some measurements take longer. */
  async again(): Promise<GraphqlClient> {
    const { login } = await send<{ login: { tokens: { accessToken: string } } }>(this.url, LOGIN, {
      email: this.email,
    });
    return new GraphqlClient(this.url, login.tokens.accessToken, this.tenantId, this.userId, this.email);
  }

  ask<Data>(query: string, variables: object = {}): Promise<Data> {
    return send<Data>(this.url, query, variables, this.token);
  }
}

async function send<Data>(url: string, query: string, variables: object, token?: string): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown };
  if (!data || errors) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
  return data;
}

export const BENCH_PASSWORD = 'correct horse battery';

const REGISTER = `mutation ($email: String!, $tenantName: String!) {
  register(input: {email: $email, password: "${BENCH_PASSWORD}", tenantName: $tenantName}) {
    tokens { accessToken } viewer { user { id } tenant { id } }
  }
}`;

const LOGIN = `mutation ($email: String!) {
  login(input: {email: $email, password: "${BENCH_PASSWORD}"}) { tokens { accessToken } }
}`;
