import { describe, expect, it } from '@jest/globals';
import { errorOf, readProblem } from './problem.js';
import { sample, seller } from './testing/fake-api.js';

const asked = { ...seller, categories: new Set(['content', 'prices', 'analytics', 'statistics'] as const) };

function kindOf(
  status: number,
  body: string,
  method: Parameters<typeof errorOf>[0] = 'cardsList',
  who = asked,
) {
  return errorOf(method, status, readProblem(body), who).kind;
}

describe('errorOf', () => {
  it.each([
    [400, 'error-400-analytics.json', 'bad_request', 'positionCluster (field required)'],
    [400, 'error-400-finance.json', 'bad_request', 'missing dateTo params'],
    [400, 'error-400-prices.json', 'bad_request', 'Invalid request parameters'],
    [400, 'error-400-statistics-array.json', 'bad_request', 'dateFrom: field required'],
    [400, 'error-400-statistics-string.json', 'bad_request', 'dateFrom: Value not validated'],
    [400, 'error-400-tariffs.json', 'bad_request', 'parameter "locale"'],
    [400, 'error-400-warehouse-remains.json', 'bad_request', 'empty value is not allowed'],
    [401, 'error-401.json', 'unauthorized', 'token is malformed'],
    [402, 'error-402.json', 'payment_required', 'insufficient funds'],
    [403, 'error-403-analytics.json', 'forbidden', 'Authorization error'],
    [403, 'error-403-content.json', 'forbidden', 'Access denied'],
    [403, 'error-403-token-category.json', 'wrong_category', 'scope is not allowed'],
    [403, 'error-403-token-type.json', 'token_type_not_allowed', 'base token is not allowed'],
    [404, 'error-404-task.json', 'not_found', 'not found'],
    [404, 'error-404-temporarily-disabled.json', 'method_disabled', 'temporarily disabled'],
  ])('%s %s is %s', (status, file, kind, said) => {
    const error = errorOf('cardsList', status, readProblem(sample(file)), asked);
    expect(error.kind).toBe(kind);
    expect(error.context).toMatchObject({ method: 'cardsList', status });
    expect(error.context.detail).toContain(said);
  });

  it('keeps the request id for support', () => {
    const error = errorOf('cardsList', 404, readProblem(sample('error-404-task.json')), asked);
    expect(error.context.requestId).toBe('c777731fc180f215a49c9896c2f1200d');
  });

  it('tells a bare denial by the categories of the token', () => {
    const denied = sample('error-403-content.json');
    expect(kindOf(403, denied, 'cardsList', { ...asked, categories: new Set(['prices']) as never })).toBe(
      'wrong_category',
    );
    expect(kindOf(403, denied, 'sellerInfo', { ...asked, categories: new Set() as never })).toBe('forbidden');
    expect(kindOf(403, denied, 'cardsList', seller as never)).toBe('forbidden');
  });

  it('names the missing category', () => {
    const error = errorOf('supplierSales', 403, readProblem(sample('error-403-token-category.json')), asked);
    expect(error.message).toContain('"statistics"');
  });

  it('takes the older 401 for a missing category too', () => {
    expect(kindOf(401, '{"detail":"token scope not allowed for this API route"}')).toBe('wrong_category');
  });

  it('reads text that is no JSON', () => {
    expect(kindOf(403, 'base token is not allowed')).toBe('token_type_not_allowed');
    expect(errorOf('cardsList', 400, readProblem('bad card'), asked).context.detail).toBe('bad card');
    for (const body of ['', 'null', '[]', '"x"', '{']) expect(kindOf(400, body)).toBe('bad_request');
  });

  it.each([
    [302, 'invalid_response'],
    [408, 'unavailable'],
    [409, 'bad_request'],
    [410, 'method_disabled'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('takes %s for %s', (status, kind) => expect(kindOf(status, '')).toBe(kind));

  it('shortens and cleans what the server said', () => {
    const error = errorOf('cardsList', 400, readProblem(`a\u0000\nb${'x'.repeat(1000)}`), asked);
    expect(error.context.detail).toMatch(/^a bx{297}$/);
  });
});
