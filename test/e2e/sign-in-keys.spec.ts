import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../support/app.js';
import { SecondApp } from '../support/second-app.js';
import { answerTo } from '../support/sign-in.js';

const NEW_SECRET = 'another secret for tests only, of more than 32 bytes';

/** As secrets are changed without signing anybody out: the new one signs, the old one still verifies. */
describe('access tokens while their secret is replaced', () => {
  let before: TestApp;
  let during: SecondApp;
  let after: SecondApp;

  beforeAll(async () => {
    before = await TestApp.start();
    const { jwtSecret } = before.settings;
    during = await SecondApp.start(before, undefined, {
      jwtSecret: NEW_SECRET,
      jwtPreviousSecrets: [jwtSecret],
    });
    after = await SecondApp.start(before, undefined, { jwtSecret: NEW_SECRET, jwtPreviousSecrets: [] });
  });
  afterAll(async () => {
    await after.stop();
    await during.stop();
    await before.stop();
  });

  it('are accepted by whoever knows the secret that has signed them', async () => {
    const { token, refreshToken } = await before.register('overlapping');
    const answers = await Promise.all([before, during, after].map((api) => answerTo(api, token)));
    expect(answers).toEqual(['OK', 'OK', 'UNAUTHENTICATED']);

    const { data } = await during.graphql(
      'mutation ($t: String!) { refreshSession(input: {refreshToken: $t}) { tokens { accessToken } } }',
      { t: refreshToken },
    );
    const renewed = data.refreshSession.tokens.accessToken as string;
    const renewedAnswers = await Promise.all([before, during, after].map((api) => answerTo(api, renewed)));
    expect(renewedAnswers).toEqual(['UNAUTHENTICATED', 'OK', 'OK']);
  });
});
