import { Inject, Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { systemContext } from '../../../platform/context/index.js';
import { Dispatches, HandlesDispatch, type DispatchTask } from '../../../platform/jobs/index.js';
import { KeyRotationService } from './key-rotation.service.js';

const TICK_MS = 5 * 60_000;
const TASK = 'legacy-keys';
const BATCH = 500;

/**
 * Encrypts what programs of version 1 write as plain keys, as long as they do. Until then a plain key is used as it is: the
 * encrypted one of the key before has gone with it.
 */
@Injectable()
@HandlesDispatch()
export class LegacyKeys implements DispatchTask {
  readonly task = TASK;

  constructor(
    private readonly rotation: KeyRotationService,
    private readonly dispatches: Dispatches,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Cron('30 */5 * * * *')
  async tick(): Promise<void> {
    if (!this.settings.legacyClients) return;
    await this.dispatches.every(TICK_MS, TASK);
  }

  async run(): Promise<void> {
    // cut off anywhere, the next one goes on
    const { signal } = new AbortController();
    await this.rotation.run(systemContext(TASK), { batch: BATCH, signal });
  }
}
