import { ExportFormat } from '../domain/export-format.js';
import { CSV } from './csv.format.js';
import type { FileFormat } from './file-format.js';
import { JSONL } from './jsonl.format.js';
import { XLSX } from './xlsx.format.js';

export const FORMATS: Readonly<Record<ExportFormat, FileFormat>> = {
  [ExportFormat.CSV]: CSV,
  [ExportFormat.XLSX]: XLSX,
  [ExportFormat.JSONL]: JSONL,
};
