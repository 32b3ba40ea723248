import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { parse, print, type DocumentNode } from 'graphql';
import { SETTINGS, type Settings } from '../../../config/settings.js';

const FOLDER = 'clients/graphql';

/** The documents of the product's own clients: where the setting says so, no others are answered. */
@Injectable()
export class TrustedDocuments {
  private readonly hashes: ReadonlySet<string> | null;
  private readonly judged = new WeakMap<DocumentNode, boolean>();

  /** @throws Error for a folder that is missing or a file that is no GraphQL: the process does not start */
  constructor(@Inject(SETTINGS) settings: Settings) {
    this.hashes = settings.trustedDocuments ? readHashes() : null;
  }

  /** Whether it may be answered; true of every document while the mode is off. */
  has(document: DocumentNode): boolean {
    if (!this.hashes) return true;
    let trusted = this.judged.get(document);
    if (trusted === undefined) {
      trusted = this.hashes.has(hashOf(document));
      this.judged.set(document, trusted);
    }
    return trusted;
  }
}

/** White space, commas and comments make no difference. */
function hashOf(document: DocumentNode): string {
  return createHash('sha256').update(print(document)).digest('base64');
}

function readHashes(): ReadonlySet<string> {
  const folder = findFolder();
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  return new Set(files.map((name) => hashOf(parse(readFileSync(join(folder, name), 'utf8')))));
}

/** Above this file, which runs from dist/ and, in tests, from src/. */
function findFolder(): string {
  for (let at = import.meta.dirname; at !== dirname(at); at = dirname(at)) {
    const folder = join(at, FOLDER);
    if (existsSync(folder)) return folder;
  }
  throw new Error(`TRUSTED_DOCUMENTS=on: the folder ${FOLDER} is not there`);
}
