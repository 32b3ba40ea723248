import type { Command } from 'commander';

interface Options {
  readonly databaseUrl: string;
  readonly dryRun?: boolean;
  readonly keepDefaultTenant?: boolean;
  readonly json?: boolean;
}

export function addAdopt(program: Command): void {
  program
    .command('adopt')
    .summary('take over a database of version 1, in place')
    .description(
      'Takes over a database of version 1 in place. It says what it will do, does it step by step, each in a transaction, and ' +
        'compares every column of version 1 before and after. Cut off anywhere, it goes on when it is run again; done, it ' +
        'does nothing. With LEGACY_CLIENTS=1 the programs of version 1 may go on with the database. ENCRYPTION_KEYS encrypts ' +
        'the keys of the marketplace. Make a backup before: docs/upgrade-from-v1.md.',
    )
    .requiredOption(
      '--database-url <url>',
      'of a superuser, or of the role that owns the tables of version 1',
    )
    .option('--dry-run', 'say what would be done, and change nothing')
    .option('--keep-default-tenant', 'the people of the shared tenant are colleagues: leave them there')
    .option('--json', 'print JSON: {"outcome", "plan", "steps"}')
    .addHelpText(
      'after',
      `
Exit code 2: not adopted, or not to the end. One line on standard error says why; nothing of that step has been done.`,
    )
    .action(async (options: Options) => {
      const { runAdoption } = await import('./adopt.js');
      await runAdoption(options);
    });
}
