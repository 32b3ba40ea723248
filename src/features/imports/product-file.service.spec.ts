import { expect, it } from '@jest/globals';
import type { CallerContext } from '../../platform/context/index.js';
import { TooBusyError } from '../../platform/crypto/bounded-queue.js';
import { CSV } from '../../platform/http/index.js';
import type { CostImportService } from '../products/index.js';
import { ProductFileService } from './product-file.service.js';

it('one file at a time is read and eight wait: the next is refused', async () => {
  const done = { updated: 1, unchanged: 0 };
  const imports: Pick<CostImportService, 'import'> = { import: () => Promise.resolve(done) };
  const service = new ProductFileService(imports as CostImportService);
  const file = { content: Buffer.from('nmId;cost\n1;5'), mediaType: CSV };
  const sent = Array.from({ length: 10 }, () => service.import({} as CallerContext, file, false));
  const [last, ...others] = (await Promise.allSettled(sent)).reverse();
  expect(last).toMatchObject({ status: 'rejected', reason: expect.any(TooBusyError) });
  expect(others).toEqual(Array(9).fill({ status: 'fulfilled', value: { ...done, ignoredColumns: [] } }));
});
