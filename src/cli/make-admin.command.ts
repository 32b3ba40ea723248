import type { Command } from 'commander';

interface Options {
  readonly revoke?: boolean;
  readonly json?: boolean;
}

export function addMakeAdmin(program: Command): void {
  program
    .command('user:make-admin')
    .summary('make somebody a platform administrator, or no longer one')
    .description(
      'Makes somebody a platform administrator, or with --revoke no longer one. It holds at once, also where the server ' +
        'is running: their sessions end, and they sign in again. Doing it twice does nothing. It stands in the audit ' +
        'log, and the person is told.',
    )
    .argument('<email>', 'address that the account signs in with')
    .option('--revoke', 'take the right away')
    .option('--json', 'print JSON: {"email", "isAdmin", "changed"}')
    .action(async (email: string, { revoke, json }: Options) => {
      const { makeAdmin } = await import('./make-admin.js');
      await makeAdmin(email, revoke !== true, json === true);
    });
}
