import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** What of PromQL the rules and dashboards use; anything else is refused rather than guessed at. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'vector'; readonly selector: Selector }
  | { readonly kind: 'range'; readonly selector: Selector; readonly seconds: number }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] }
  | {
      readonly kind: 'aggregate';
      readonly by: readonly string[];
      readonly name: string;
      readonly of: Expression;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };

export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** @throws Error for what is no PromQL, or none that is known here */
export function parsePromql(text: string): Expression {
  const tree = parser.parse(text);
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError) throw new Error(`No PromQL at ${from}: ${text}`);
    },
  });
  return read(only(tree.topNode), text);
}

/** Every selector in it, those within ranges too. */
export function selectorsOf(expression: Expression): Selector[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'vector':
    case 'range':
      return [expression.selector];
    case 'call':
      return expression.of.flatMap(selectorsOf);
    case 'aggregate':
      return selectorsOf(expression.of);
    case 'binary':
      return [...selectorsOf(expression.left), ...selectorsOf(expression.right)];
  }
}

/** Labels that it groups by, with the selectors that have to have them. */
export function groupingsOf(expression: Expression): { by: readonly string[]; selectors: Selector[] }[] {
  switch (expression.kind) {
    case 'aggregate':
      return [{ by: expression.by, selectors: selectorsOf(expression.of) }, ...groupingsOf(expression.of)];
    case 'call':
      return expression.of.flatMap(groupingsOf);
    case 'binary':
      return [...groupingsOf(expression.left), ...groupingsOf(expression.right)];
    case 'number':
    case 'vector':
    case 'range':
      return [];
  }
}

function read(node: SyntaxNode, text: string): Expression {
  switch (node.name) {
    case 'NumberDurationLiteral':
      return { kind: 'number', value: numberOf(textOf(node, text)) };
    case 'VectorSelector':
      return { kind: 'vector', selector: selector(node, text) };
    case 'MatrixSelector':
      return {
        kind: 'range',
        selector: selector(child(node, 'VectorSelector'), text),
        seconds: numberOf(textOf(child(node, 'DurationExpr'), text)),
      };
    case 'ParenExpr':
      return read(only(node), text);
    case 'FunctionCall':
      return {
        kind: 'call',
        name: textOf(child(node, 'FunctionIdentifier'), text),
        of: children(child(node, 'FunctionCallBody')).map((argument) => read(argument, text)),
      };
    case 'AggregateExpr':
      return {
        kind: 'aggregate',
        name: textOf(child(node, 'AggregateOp'), text),
        by: groupingLabels(node, text),
        of: read(only(child(node, 'FunctionCallBody')), text),
      };
    case 'BinaryExpr':
      return binary(node, text);
    default:
      throw new Error(`${node.name} is not known here: ${text}`);
  }
}

function binary(node: SyntaxNode, text: string): Expression {
  const [left, operator, right, ...rest] = children(node);
  if (!left || !operator || !right || rest.length > 0)
    throw new Error(`Modifiers are not known here: ${text}`);
  return {
    kind: 'binary',
    operator: textOf(operator, text),
    left: read(left, text),
    right: read(right, text),
  };
}

function groupingLabels(node: SyntaxNode, text: string): readonly string[] {
  const modifier = node.getChild('AggregateModifier');
  if (!modifier) return [];
  if (!modifier.getChild('By')) throw new Error(`Only "by" is known here: ${text}`);
  return children(child(modifier, 'GroupingLabels')).map((label) => textOf(label, text));
}

function selector(node: SyntaxNode, text: string): Selector {
  const matchers = node.getChild('LabelMatchers');
  return {
    metric: textOf(child(node, 'Identifier'), text),
    matchers: (matchers ? children(matchers) : []).map((matcher) => ({
      label: textOf(child(matcher, 'LabelName'), text),
      operator: textOf(child(matcher, 'MatchOp'), text) as Matcher['operator'],
      value: JSON.parse(textOf(child(matcher, 'StringLiteral'), text)) as string,
    })),
  };
}

function numberOf(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const value = unit === undefined ? Number(text) : Number(count) * (UNITS[unit] ?? NaN);
  if (Number.isNaN(value)) throw new Error(`No number: ${text}`);
  return value;
}

function textOf({ from, to }: SyntaxNode, text: string): string {
  return text.slice(from, to);
}

function child(node: SyntaxNode, name: string): SyntaxNode {
  const found = node.getChild(name);
  if (!found) throw new Error(`A ${node.name} without ${name}`);
  return found;
}

function only(node: SyntaxNode): SyntaxNode {
  const [first, ...rest] = children(node);
  if (!first || rest.length > 0) throw new Error(`A ${node.name} with ${rest.length + 1} parts`);
  return first;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let next = node.firstChild; next; next = next.nextSibling) found.push(next);
  return found;
}
