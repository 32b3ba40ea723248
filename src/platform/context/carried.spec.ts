import { describe, expect, it } from '@jest/globals';
import { carried } from './carried.js';
import { systemContext } from './make-context.js';

describe('what a context carries', () => {
  const thing = carried(() => ({}));

  it('is made once, and for each context', () => {
    const [one, other] = [systemContext('one'), systemContext('other')];
    const first = thing(one);
    expect(thing(one)).toBe(first);
    expect(thing(other)).not.toBe(first);
  });

  it('is not handed to a copy, which may be of somebody else', () => {
    const ctx = systemContext('one');
    const first = thing(ctx);
    const copy = { ...ctx, purpose: 'another' };
    expect(thing(copy)).not.toBe(first);
    expect(thing(copy)).toBe(thing(copy));
    expect(thing(ctx)).toBe(first);
  });

  it('is told apart from what others have it carry', () => {
    const ctx = systemContext('one');
    expect(carried(() => 'mine')(ctx)).toBe('mine');
    expect(carried(() => 'yours')(ctx)).toBe('yours');
  });
});
