import { describe, expect, it } from '@jest/globals';
import { errorForLog } from './error-for-log.js';

describe('an error in the log', () => {
  it('is what it is, says, is named by and comes from, and nothing that it was about', () => {
    const failed = Object.assign(new TypeError('violates not-null constraint'), {
      code: '23502',
      table: 'users',
      detail: 'Failing row contains (secret)',
      parameters: ['secret'],
      query: `SELECT 'secret'`,
      config: { headers: { authorization: 'secret' } },
      driverError: new Error('secret'),
    });
    const logged = errorForLog(new Error('not saved', { cause: failed }));
    expect(logged).toMatchObject({
      type: 'Error',
      message: 'not saved',
      stack: expect.stringContaining('not saved'),
      cause: { type: 'TypeError', message: 'violates not-null constraint', code: '23502', table: 'users' },
    });
    expect(JSON.stringify(logged)).not.toContain('secret');
  });

  it('has an end where causes have none', () => {
    const error = new Error('itself');
    error.cause = error;
    expect(JSON.stringify(errorForLog(error)).match(/"message":"itself"/g)).toHaveLength(4);
  });

  it('does not repeat what was of another form', () => {
    const database = Object.assign(new Error('invalid input syntax for type uuid: "se"cret"'), {
      code: '22P02',
    });
    const logged = errorForLog(database);
    expect(logged.message).toBe('invalid input syntax for type uuid: "..."');
    expect(logged.stack).not.toContain('cret');
    let thrown: unknown;
    try {
      JSON.parse('secret');
    } catch (error) {
      thrown = error;
    }
    expect(errorForLog(thrown).type).toBe('SyntaxError');
    expect(JSON.stringify(errorForLog(thrown))).not.toContain('secret');
  });

  it('that is none tells its kind alone', () => {
    expect(errorForLog('secret')).toEqual({ type: 'string', message: 'not an error' });
    expect(errorForLog(null)).toEqual({ type: 'object', message: 'not an error' });
  });
});
