import { GraphQLScalarType, valueFromASTUntyped, visit } from 'graphql';
import type { ValueNode } from 'graphql';
import { isStorableText } from '../storable-text.js';
import { badInput } from './strict-scalar.js';

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

const MAX_DEPTH = 20;
/** Copied onto another object by careless code, these would change how every object behaves. */
const REFUSED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Returns a fresh copy of plain objects and arrays, or throws a GraphQLError that says where the fault is. */
function parseJson(value: unknown, node?: ValueNode): JsonValue {
  const fail = (path: string, fault: string) => badInput(`JSON ${fault} at ${path}`, node);

  const read = (part: unknown, path: string, depth: number): JsonValue => {
    if (part === null || part === undefined) return null;
    if (typeof part === 'boolean') return part;
    if (typeof part === 'number') return readNumber(part, path);
    if (typeof part === 'string') return readText(part, path);
    if (depth >= MAX_DEPTH) throw badInput(`JSON must not be nested deeper than ${MAX_DEPTH} levels`, node);
    if (Array.isArray(part)) return part.map((item, index) => read(item, `${path}[${index}]`, depth + 1));
    if (isPlainObject(part)) return readObject(part, path, depth);
    throw fail(path, 'must be made of null, booleans, numbers, strings, arrays and objects');
  };

  const readNumber = (number: number, path: string): number => {
    if (!Number.isFinite(number)) throw fail(path, 'numbers must be finite');
    // Past 2^53 the digits that were sent are lost already; storing the wrong number silently would be worse.
    if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
      throw fail(path, 'integers beyond 2^53 must be sent as strings');
    }
    return number;
  };

  const readText = (text: string, path: string): string => {
    if (!isStorableText(text)) {
      throw fail(path, 'strings must be well-formed Unicode without U+0000');
    }
    return text;
  };

  const readObject = (object: Record<string, unknown>, path: string, depth: number): JsonValue => {
    const copy: Record<string, JsonValue> = {};
    for (const [key, item] of Object.entries(object)) {
      if (REFUSED_KEYS.has(key)) throw badInput(`JSON must not have the key "${key}"`, node);
      readText(key, path);
      copy[key] = read(item, `${path}.${key.slice(0, 40)}`, depth + 1);
    }
    return copy;
  };

  return read(value, '$', 0);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** An unquoted word would otherwise be read as a string, which hides a missing pair of quotes. */
function refuseEnums(literal: ValueNode): void {
  visit(literal, {
    EnumValue(node) {
      throw badInput(`JSON strings must be quoted: "${node.value.slice(0, 40)}"`, node);
    },
  });
}

export const JsonScalar = new GraphQLScalarType<JsonValue, unknown>({
  name: 'JSON',
  description: `Any JSON value, nested at most ${MAX_DEPTH} levels deep`,
  parseValue: (value) => parseJson(value),
  parseLiteral: (node, variables) => {
    refuseEnums(node);
    return parseJson(valueFromASTUntyped(node, variables), node);
  },
  // What is handed out was built or checked by the server; walking it again would cost every answer.
  serialize: (value) => value,
});
