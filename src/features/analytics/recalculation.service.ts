import { Injectable } from '@nestjs/common';
import { addDays, businessDay, memberContext, type CallerContext } from '../../platform/context/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { AuditTrail } from '../../platform/events/index.js';
import { RollupRequests } from '../../platform/jobs/index.js';
import { RecalculationRepository } from './recalculation.repository.js';
import { RollupService } from './rollup.service.js';

/** A year of any seller is rolled up while somebody waits; more than that is not. */
const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

interface Days {
  readonly from: string;
  readonly until: string;
}

@Injectable()
export class RecalculationService {
  constructor(
    private readonly database: Database,
    private readonly days: RecalculationRepository,
    private readonly rollups: RollupService,
    private readonly requests: RollupRequests,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Computes anew, seller by seller, what the caller sees. First it is noted what to do, and workers are asked: what this
   * process does not get to, they do.
   * @returns days that were taken up
   * @throws DomainError INVALID
   */
  async run(ctx: CallerContext, range: Days | null): Promise<number> {
    if (range) checkRange(range);
    const { sellers, days } = await this.database.write(ctx, async () => {
      const reopened = await this.days.reopen(ctx, range && upToToday(range, businessDay(ctx.now())));
      await this.audit.record(ctx, {
        actorId: ctx.userId,
        subjectId: null,
        tenantId: ctx.tenantId,
        action: 'analytics.recalculated',
        entityType: 'analytics',
        changes: { ...(range && { range: [null, { ...range }] }), days: [null, reopened.days] },
      });
      await this.requests.ask(ctx, ctx.tenantId, reopened.sellers);
      return reopened;
    });
    for (const userId of sellers) {
      const seller = { tenantId: ctx.tenantId, userId, scope: 'own', writeScope: 'own' } as const;
      await this.rollups.run(memberContext(seller, () => ctx.now()));
    }
    return days;
  }
}

function checkRange({ from, until }: Days): void {
  if (until <= from)
    throw new DomainError(ErrorCode.INVALID, 'Expected a day after `from`.', ['range', 'until']);
  if (Date.parse(until) - Date.parse(from) > MOST_DAYS * DAY_MS)
    throw new DomainError(ErrorCode.INVALID, `Expected at most ${MOST_DAYS} days.`, ['range']);
}

/** Of days to come there is nothing. */
function upToToday({ from, until }: Days, today: string): Days | null {
  const end = addDays(today, 1);
  if (from >= end) return null;
  return { from, until: until < end ? until : end };
}
