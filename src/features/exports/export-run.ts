import { Injectable } from '@nestjs/common';
import { permissionsOf, scopeOf, writeScopeOf } from '../../platform/access/index.js';
import { Clock, memberContext, systemContext, type SellerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import type { ExportFailure } from './domain/export-failure.js';
import { KIND_RULES } from './domain/export-kind.js';
import { ExportEndings } from './export-endings.js';
import { ExportLock } from './export-lock.js';
import { ExportOwners, type ExportOwner } from './export-owner.queries.js';
import { ExportWriter } from './export-writer.js';
import { ExportRepository, type BegunExport, type ExportJobData } from './exports.repository.js';

/** What fails so often will not go well the next time. */
const MOST_ATTEMPTS = 5;

/**
 * Makes one export, with the eyes of whoever has asked for it as they are now. Cut off anywhere, it begins anew: what is
 * not whole has a name of its own that the next attempt takes over.
 */
@Injectable()
export class ExportRun {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportRepository,
    private readonly owners: ExportOwners,
    private readonly writer: ExportWriter,
    private readonly endings: ExportEndings,
    private readonly lock: ExportLock,
    private readonly clock: Clock,
  ) {}

  async run({ tenantId, userId, exportId }: ExportJobData, signal: AbortSignal): Promise<void> {
    await this.lock.hold(exportId, async () => {
      const system = systemContext('owner of an export');
      const owner = await this.database.read(system, () => this.owners.find(system, tenantId, userId));
      if (!owner) return; // and the export with them
      const ctx = contextOf(owner, () => this.clock.now());
      const begun = await this.exports.begin(ctx, exportId);
      if (!begun) return; // over already: the job came twice
      const ended = failureOf(owner, begun) ?? (await this.writer.write(ctx, exportId, begun, signal));
      const { kind, format } = begun;
      await this.endings.note(ctx, { id: exportId, kind, format }, ended);
    });
  }
}

function contextOf({ tenantId, userId, role }: ExportOwner, now: () => Date): SellerContext {
  return memberContext({ tenantId, userId, scope: scopeOf(role), writeScope: writeScopeOf(role) }, now);
}

function failureOf({ role, isActive }: ExportOwner, { kind, attempts }: BegunExport): ExportFailure | null {
  if (!isActive) return { code: 'SHUT_OUT' };
  if (!permissionsOf(role, false).has(KIND_RULES[kind].permission)) return { code: 'NOT_ALLOWED' };
  return attempts > MOST_ATTEMPTS ? { code: 'GIVEN_UP' } : null;
}
