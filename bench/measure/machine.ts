import { cpus, totalmem, type as system } from 'node:os';

/** What the figures were taken on: they mean nothing without it. */
export function machineLine(postgresVersion: string): string {
  const processors = cpus();
  return [
    new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    `${processors[0]?.model.trim() ?? 'unknown processor'}, ${processors.length} cores`,
    `${Math.round(totalmem() / 2 ** 30)} GB memory`,
    system(),
    `Node ${process.version.slice(1)}`,
    `PostgreSQL ${postgresVersion}`,
  ].join('; ');
}
