import { DEMO_ACCOUNTS } from './demo-seller.js';

const QUERY = `{
  products(first: 3, orderBy: { field: STOCK_TOTAL, direction: DESC }) {
    nodes {
      name
      stockTotal
      stockLevels { warehouseName quantity }
      sales(first: 2) {
        nodes { saleDate kind quantity price { amount currency } }
      }
    }
  }
}`;

/** What a newcomer needs, printed once the demo can be looked at. */
export function presentation(url: string, password: string, production: boolean): string {
  const width = Math.max(...DEMO_ACCOUNTS.map(({ email }) => email.length));
  return [
    '',
    `Stock Tracker is ready.`,
    '',
    // in production the server does not describe itself
    ...(production
      ? [`  GraphQL  ${url}/graphql`]
      : [
          `  Apollo Sandbox  ${url}/graphql   (needs internet)`,
          `  GraphiQL        ${url}/graphiql  (does not)`,
        ]),
    '',
    ...DEMO_ACCOUNTS.map(({ email, role }) => `sign-in  ${email.padEnd(width)}  ${password}  ${role}`),
    '',
    'An example: sign in',
    '',
    `  mutation { login(input: {email: "${DEMO_ACCOUNTS[0].email}", password: "${password}"}) { tokens { accessToken } } }`,
    '',
    'and, with the header {"Authorization": "Bearer ACCESS_TOKEN"}, ask',
    '',
    ...QUERY.split('\n').map((line) => `  ${line}`),
    '',
  ].join('\n');
}
