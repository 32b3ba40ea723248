import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import type { SystemContext } from '../../../platform/context/index.js';
import { FernetError, FernetKeyring } from '../../../platform/crypto/fernet.js';
import { Database } from '../../../platform/database/index.js';
import { AuditTrail, NO_TENANT } from '../../../platform/events/index.js';
import { rotate, type OpenedKey, type Rotation } from '../domain/key-rotation.js';
import { StoredKeyRepository, type UserKey } from './stored-keys.repository.js';

export interface RotationReport {
  /** Keys that were looked at. */
  checked: number;
  /** Encrypted anew with the newest key. */
  rotated: number;
  /** Plain keys of version 1 that got an encrypted text. */
  encrypted: number;
  /** Plain keys that were taken away, since the encrypted one has taken their place. */
  cleared: number;
  /** Keys that somebody changed at the same time: theirs stays. */
  changedMeanwhile: number;
  /** Whose key none of ENCRYPTION_KEYS opens: it stays as it is. */
  readonly damaged: string[];
  /** Whose plain key is another than the encrypted one: both stay. */
  readonly differing: string[];
}

export interface RotationOptions {
  /** Keys that one transaction changes. */
  readonly batch: number;
  readonly signal: AbortSignal;
}

interface Batch {
  readonly decisions: readonly { readonly key: UserKey; readonly rotation: Rotation }[];
  /** Whose keys were changed. */
  readonly replaced: ReadonlySet<string>;
}

/** Brings stored marketplace keys under the newest of ENCRYPTION_KEYS. Cut off anywhere, it is run again. */
@Injectable()
export class KeyRotationService {
  constructor(
    private readonly database: Database,
    private readonly keys: StoredKeyRepository,
    private readonly keyring: FernetKeyring,
    private readonly audit: AuditTrail,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws the reason of the signal, between two batches */
  async run(ctx: SystemContext, { batch, signal }: RotationOptions): Promise<RotationReport> {
    const report: RotationReport = { ...NOTHING, damaged: [], differing: [] };
    let after: string | null = null;
    do {
      signal.throwIfAborted();
      const from: string | null = after;
      const done: Batch = await this.database.write(ctx, () => this.rotateBatch(ctx, from, batch));
      add(report, done);
      after = done.decisions.length === batch ? (done.decisions.at(-1)?.key.userId ?? null) : null;
    } while (after !== null);
    return report;
  }

  private async rotateBatch(ctx: SystemContext, after: string | null, size: number): Promise<Batch> {
    const rules = {
      open: (encrypted: string) => this.open(encrypted),
      encrypt: (text: string) => this.keyring.encrypt(text),
      keepsPlain: this.settings.legacyClients,
    };
    const keys = await this.keys.batch(ctx, after, size);
    const decisions = keys.map((key) => ({ key, rotation: rotate(key, rules) }));
    const changes = decisions.flatMap(({ key, rotation: { next } }) =>
      next ? [{ before: key, after: next }] : [],
    );
    if (changes.length === 0) return { decisions, replaced: new Set() };
    const replaced = await this.keys.replace(ctx, changes);
    await this.audit.record(ctx, {
      actorId: null,
      subjectId: null,
      tenantId: NO_TENANT,
      action: 'wildberries.keys_rotated',
      changes: { keys: [null, replaced.size] },
    });
    return { decisions, replaced };
  }

  private open(encrypted: string): OpenedKey | null {
    try {
      return { text: this.keyring.decrypt(encrypted), isNewest: !this.keyring.needsRotation(encrypted) };
    } catch (error) {
      if (error instanceof FernetError) return null;
      throw error;
    }
  }
}

const NOTHING = { checked: 0, rotated: 0, encrypted: 0, cleared: 0, changedMeanwhile: 0 };

/** What was done to a batch counts once it is committed. */
function add(report: RotationReport, { decisions, replaced }: Batch): void {
  for (const { key, rotation } of decisions) {
    report.checked += 1;
    const isLost = rotation.next !== null && !replaced.has(key.userId);
    if (isLost) report.changedMeanwhile += 1;
    for (const note of rotation.notes) {
      if (note === 'damaged' || note === 'differing') report[note].push(key.userId);
      else if (!isLost) report[note] += 1;
    }
  }
}
