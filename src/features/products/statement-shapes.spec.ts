import { describe, expect, it } from '@jest/globals';
import { StatementShapes } from './statement-shapes.js';

describe('StatementShapes', () => {
  it('names equal texts equally and different ones differently', () => {
    const shapes = new StatementShapes();
    expect(shapes.of('SELECT 1')).toBe(shapes.of('SELECT 1'));
    expect(shapes.of('SELECT 1').name).not.toBe(shapes.of('SELECT 2').name);
  });

  it('stops naming them, so that nobody can fill the server with plans', () => {
    const shapes = new StatementShapes();
    const first = shapes.of('SELECT 0');
    const names = Array.from({ length: 500 }, (_, index) => shapes.of(`SELECT ${index}`).name);
    expect(new Set(names.filter((name) => name !== '')).size).toBe(200);
    expect(shapes.of('SELECT 499')).toEqual({ name: '', text: 'SELECT 499' });
    expect(shapes.of('SELECT 0')).toBe(first);
  });
});
