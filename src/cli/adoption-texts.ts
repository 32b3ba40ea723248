import type { Adoption, AdoptionPlan, DoneStep } from '../adopt/index.js';

const number = (value: number): string => Math.round(value).toLocaleString('en-US');

/** What is going to be done. */
export function planLines({ shape, options, tables, actions, addresses, faults }: AdoptionPlan): string[] {
  const own = Object.entries(shape.ownColumns).map(([table, columns]) => `${table} (${columns.join(', ')})`);
  return [
    `A database of version 1${shape.panel.length > 0 ? `, as its panel has left it (${shape.panel.join(', ')})` : ''}.`,
    'Make a backup before: pg_dump --format=custom.',
    `LEGACY_CLIENTS=${options.legacyClients ? '1: its programs may go on with it.' : '0: its programs have to be stopped.'}`,
    ...tables.map(({ table, rows }) => `  ${table}: ${number(rows)} rows`),
    ...(shape.ownTables.length > 0 ? [`Kept as they are: ${shape.ownTables.join(', ')}.`] : []),
    ...(own.length > 0 ? [`Columns of your own are kept: ${own.join(', ')}.`] : []),
    'What will be done:',
    ...(actions.length === 0 ? ['  nothing but the change of the schema'] : []),
    ...actions.map(({ what, rows }) => `  ${number(rows)} ${what}`),
    ...(addresses.length > 0
      ? ['Addresses that differ by capitals only, if at all; the oldest keeps it, the others get a number:']
      : []),
    ...addresses.map(({ id, email }) => `  ${email} of ${id}`),
    ...(faults.length > 0 ? ['Rows that fit no rule: nothing is begun before they are mended.'] : []),
    ...faults.map(
      ({ table, key, reason, rows }) =>
        `  ${table} ${key}: ${reason}${rows > 1 ? ` (${number(rows)} such)` : ''}`,
    ),
  ];
}

export function stepLine({ name, rows, seconds }: DoneStep): string {
  const speed = rows > 0 ? `${number(rows)} rows, ${number(rows / Math.max(seconds, 0.001))} rows/s, ` : '';
  return `${name}: ${speed}${seconds.toFixed(1)} s`;
}

/** What has been done, and what the comparison says. */
export function resultLines({ outcome, steps }: Adoption): string[] {
  switch (outcome) {
    case 'nothing to do':
      return ['Nothing to do: the database is one of version 2.'];
    case 'empty':
      return ['Nothing to do: the database is empty. Version 2 makes its tables when it starts.'];
    case 'planned':
      return [
        ...(steps.length > 0 ? [`Begun already. Done: ${steps.map(({ name }) => name).join(', ')}.`] : []),
        'Nothing has been changed.',
      ];
    case 'adopted':
      return [
        'Done:',
        ...steps.map((step) => `  ${stepLine(step)}`),
        ...proofLines(steps),
        ...noteLines(steps),
        'Adopted.',
      ];
  }
}

function proofLines(steps: readonly DoneStep[]): string[] {
  const proofs = steps.flatMap((step) => step.proofs);
  return [
    'Compared with before, column by column:',
    ...proofs.flatMap(({ table, before, after, lost, added, columns }) => {
      const changes = [
        ...(lost > 0 ? [`${number(lost)} put aside`] : []),
        ...(added > 0 ? [`${number(added)} brought`] : []),
      ];
      const same = columns.filter(({ changed }) => changed.length === 0).length;
      return [
        `  ${table}: ${number(before)} rows, ${number(after)} after${changes.length > 0 ? ` (${changes.join(', ')})` : ''}; ${same} of ${columns.length} columns keep all their values`,
        ...columns.flatMap(({ column, changed }) =>
          changed.map(({ rows, why }) => `    ${column}: ${number(rows)} others: ${why}`),
        ),
      ];
    }),
  ];
}

function noteLines(steps: readonly DoneStep[]): string[] {
  const notes = steps.flatMap((step) => step.notes);
  return notes.length === 0 ? [] : ['To know:', ...notes.map((note) => `  ${note}`)];
}
