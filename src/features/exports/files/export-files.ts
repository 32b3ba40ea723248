import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { PartFile } from './part-file.js';

/** Of a file that is whole, and of one that is not. */
const NAME = /^\.?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[a-z]+$/;

/** A file in the folder, and the export that it is of. */
export interface StoredFile {
  readonly exportId: string;
  readonly name: string;
}

/** The folder of exports: `ID.csv`, and `.ID.part` while it is being written. */
@Injectable()
export class ExportFiles {
  private readonly folder: string;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.folder = settings.exports.folder;
  }

  /** Begins anew, whatever an earlier attempt has left. Whoever calls holds the lock of the export. */
  async begin(exportId: string, extension: string, maxBytes: number): Promise<PartFile> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const [aside, whole] = [`.${exportId}.part`, `${exportId}.${extension}`].map((name) =>
      join(this.folder, name),
    ) as [string, string];
    return PartFile.create(aside, whole, maxBytes);
  }

  /** @returns null when it is gone */
  async open(exportId: string, extension: string): Promise<FileHandle | null> {
    try {
      return await open(join(this.folder, `${exportId}.${extension}`), 'r');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async list(): Promise<StoredFile[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    return names.flatMap((name) => {
      const exportId = NAME.exec(name)?.[1];
      return exportId === undefined ? [] : [{ exportId, name }];
    });
  }

  async remove({ name }: StoredFile): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
