import { Injectable } from '@nestjs/common';
import type { Context } from '../context/index.js';

/** What somebody should hear about who could do what with their account. */
export interface SecurityNotice {
  readonly tenantId: string;
  /** Who is told. */
  readonly userId: string;
  readonly kind:
    | 'REFRESH_TOKEN_REUSED'
    | 'PASSWORD_CHANGED'
    | 'EMAIL_CHANGED'
    | 'TELEGRAM_LINKED'
    | 'ROLE_CHANGED'
    | 'IMPERSONATED'
    | 'PLATFORM_ADMIN_CHANGED'
    | 'WILDBERRIES_KEY_CHANGED';
  /** For programs that read the notification; never a secret. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What became of a file that somebody has asked for. */
export interface ExportEnding {
  readonly tenantId: string;
  /** Who is told: whoever asked for it. */
  readonly userId: string;
  readonly exportId: string;
  readonly kind: 'PRODUCTS' | 'STOCK_LEVELS' | 'STOCK_HISTORY' | 'SALES' | 'REPLENISHMENT' | 'AUDIT_LOG';
  readonly format: 'CSV' | 'XLSX' | 'JSONL';
  readonly outcome:
    { readonly rows: number } | { readonly failure: 'SHUT_OUT' | 'NOT_ALLOWED' | 'GIVEN_UP' | 'NO_ROOM' };
}

/** Everything that features tell those who listen: notifications, metrics. */
interface Events {
  security: SecurityNotice;
  exportEnded: ExportEnding;
}

type Handler<Name extends keyof Events> = (ctx: Context, event: Events[Name]) => Promise<void>;

/**
 * Events inside this process. Handlers run in the transaction of what they are told of: they write with it or fail with
 * it.
 */
@Injectable()
export class DomainEvents {
  private readonly handlers: { [Name in keyof Events]: Handler<Name>[] } = { security: [], exportEnded: [] };

  on<Name extends keyof Events>(name: Name, handler: Handler<Name>): void {
    this.handlers[name].push(handler);
  }

  async emit<Name extends keyof Events>(ctx: Context, name: Name, event: Events[Name]): Promise<void> {
    for (const handler of this.handlers[name]) await handler(ctx, event);
  }
}
