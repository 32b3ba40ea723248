import { describe, expect, it } from '@jest/globals';
import { verbOf, withoutValues } from './statement-text.js';

describe('the text of a statement in a trace', () => {
  it.each([
    [`SET LOCAL app.tenant_id = '01a20556-0000-7000-8000-000000000000'`, 'SET LOCAL app.tenant_id = ?'],
    [
      `SELECT *\n  FROM users\n  WHERE id = $1 AND name = $23`,
      'SELECT * FROM users WHERE id = $1 AND name = $23',
    ],
    [`SELECT 'it''s a secret', 'x'`, 'SELECT ?, ?'],
    [`SELECT 42, 3.14, t1.c2 FROM t1 LIMIT 10`, 'SELECT ?, ?, t1.c2 FROM t1 LIMIT ?'],
    [`SELECT $a$secret$a$, $$secret$$`, 'SELECT ?, ?'],
    [`INSERT INTO t VALUES ('a\nb', -7)`, 'INSERT INTO t VALUES (?, -?)'],
  ])('has no values in it: %s', (text, shown) => {
    expect(withoutValues(text)).toBe(shown);
  });

  it('is not longer than anybody reads', () => {
    expect(withoutValues('x'.repeat(10_000))).toHaveLength(2_000);
  });

  it('begins with a verb, under which it is shown', () => {
    expect(verbOf('\n  select 1')).toBe('SELECT');
    expect(verbOf('')).toBe('STATEMENT');
  });
});
