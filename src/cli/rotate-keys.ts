import { KeyRotationService, type RotationReport } from '../features/wildberries/index.js';
import { systemContext } from '../platform/context/index.js';
import { runCommand } from './run-command.js';

const WANTS_ATTENTION = 2;

export async function rotateKeys(batch: number, json: boolean): Promise<void> {
  await runCommand({ json }, async (app, signal) => {
    const report = await app
      .get(KeyRotationService, { strict: false })
      .run(systemContext('command line'), { batch, signal });
    const isWhole = report.damaged.length + report.differing.length === 0;
    return { lines: linesOf(report), data: report, exitCode: isWhole ? 0 : WANTS_ATTENTION };
  });
}

function linesOf(report: RotationReport): string[] {
  const { checked, rotated, encrypted, cleared, changedMeanwhile } = report;
  return [
    `Keys: ${checked} looked at, ${rotated} encrypted anew, ${encrypted} plain ones encrypted, ` +
      `${cleared} plain ones taken away, ${changedMeanwhile} changed by somebody meanwhile.`,
    ...(['damaged', 'differing'] as const)
      .filter((what) => report[what].length > 0)
      .map((what) => `Left as they were, ${what}: ${report[what].join(', ')}`),
  ];
}
