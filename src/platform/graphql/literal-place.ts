import { BREAK, Kind, parse, visit, type ASTNode } from 'graphql';

type Visited = ASTNode | readonly ASTNode[] | undefined;

/**
 * Where in an operation a value that is written out in it stands, such as input.observations.3.quantity. The document is read
 * again, since a node does not know what it is within; that is done for errors alone.
 *
 * @returns names of an argument and of fields below it, and places in lists, with points between; null for what is no
 *   part of a value
 */
export function literalPlace({ kind, loc }: ASTNode): string | null {
  if (!loc || kind === Kind.ARGUMENT || kind === Kind.VARIABLE_DEFINITION) return null;
  const names: string[] = [];
  visit(parse(loc.source), {
    enter(node, _key, parent, path, ancestors) {
      if (node.kind !== kind || node.loc?.start !== loc.start || node.loc.end !== loc.end) return undefined;
      const way: readonly Visited[] = [...ancestors, parent, node];
      names.push(...way.flatMap((step, depth) => nameOf(step) ?? placeInList(path, depth)));
      return BREAK;
    },
  });
  return names.length === 0 ? null : names.join('.');
}

function nameOf(step: Visited): string | undefined {
  if (!step || !('kind' in step)) return undefined;
  if (step.kind === Kind.ARGUMENT || step.kind === Kind.OBJECT_FIELD) return step.name.value;
  return step.kind === Kind.VARIABLE_DEFINITION ? step.variable.name.value : undefined;
}

/** @param depth steps from the document, each by one key of the path */
function placeInList(path: readonly (string | number)[], depth: number): string[] {
  return path[depth - 2] === 'values' ? [String(path[depth - 1])] : [];
}
