import { Command } from 'commander';
import { addAdopt } from './cli/adopt.command.js';
import { addBacktest } from './cli/backtest.command.js';
import { addEndLegacy } from './cli/end-legacy.command.js';
import { addMakeAdmin } from './cli/make-admin.command.js';
import { addRotateKeys } from './cli/rotate-keys.command.js';

/**
 * What whoever runs the service does from the command line: npm run cli -- --help. What a command works with is loaded
 * when it runs, so that help is there at once.
 */
const program = new Command('npm run cli --')
  .description(
    'Commands for whoever runs Stock Tracker. They read the same settings from the environment as the server, and may ' +
      'run beside it.',
  )
  .showHelpAfterError('(--help tells more)')
  .addHelpText(
    'after',
    `
Exit codes:
  0  done, or nothing to do
  1  not done: one line on standard error says why
  2  done, but something wants attention (see the command's own --help)`,
  );
addMakeAdmin(program);
addRotateKeys(program);
addAdopt(program);
addBacktest(program);
addEndLegacy(program);
await program.parseAsync();
