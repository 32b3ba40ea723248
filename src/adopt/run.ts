import type { FernetKeyring } from '../platform/crypto/fernet.js';
import type { Link } from './link.js';
import type { TableProof } from './proof/proof.js';
import type { VersionOne } from './survey/shape.js';
import { VERSION_ONE, type Table } from './survey/version-one.js';

/** How a database is to be adopted. */
export interface AdoptionOptions {
  /** Whether programs of version 1 go on with it. */
  readonly legacyClients: boolean;
  /** Whether the people of the shared tenant are colleagues indeed. */
  readonly keepDefaultTenant: boolean;
}

/** What all steps of an adoption know. */
export interface Run {
  readonly link: Link;
  readonly options: AdoptionOptions;
  readonly shape: VersionOne;
  /** When the adoption began, though it may have been taken up again since. */
  readonly startedAt: string;
  /** Without it no key of a marketplace can be kept encrypted. */
  readonly keyring: FernetKeyring | null;
}

/** What a step has done. */
export interface StepReport {
  /** Rows that it has read. */
  readonly rows: number;
  readonly proofs: readonly TableProof[];
  /** What else people should know. */
  readonly notes: readonly string[];
}

export interface Step {
  readonly name: string;
  /** In one transaction of the run's link, unless the step says otherwise. */
  readonly run: (run: Run) => Promise<StepReport>;
  /** Makes its own transactions: cut off anywhere, it can be run again. */
  readonly isResumable?: boolean;
}

/** Columns of a table that keep their values: those of version 1, and people's own. */
export function columnsOf({ shape }: Run, table: Table): string[] {
  return [...Object.keys(VERSION_ONE[table]), ...(shape.ownColumns[table] ?? [])];
}
