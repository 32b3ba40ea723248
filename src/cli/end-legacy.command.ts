import type { Command } from 'commander';

interface Options {
  readonly databaseUrl: string;
  readonly json?: boolean;
}

export function addEndLegacy(program: Command): void {
  program
    .command('legacy:end')
    .summary('end what lets programs of version 1 go on with an adopted database')
    .description(
      'For an adopted database, once the programs of version 1 are stopped: takes away their rights, the triggers and policies ' +
        'that served them, and the keys in the clear, once those are encrypted by ENCRYPTION_KEYS. All of it or nothing. Start ' +
        'version 2 with LEGACY_CLIENTS=0 before, which this command needs too. Doing it twice does nothing.',
    )
    .requiredOption('--database-url <url>', 'of a superuser, or of the role that owns the tables')
    .option('--json', 'print JSON: {"outcome", "notes"}')
    .addHelpText('after', '\nExit code 2: nothing has been done. One line on standard error says why.')
    .action(async (options: Options) => {
      const { runLegacyEnd } = await import('./adopt.js');
      await runLegacyEnd(options);
    });
}
