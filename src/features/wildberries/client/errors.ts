/** Stable names of what can go wrong; programs branch on these, never on messages. */
export type WbErrorKind =
  | 'unauthorized'
  | 'payment_required'
  | 'wrong_category'
  | 'token_type_not_allowed'
  | 'forbidden'
  | 'throttled'
  | 'unavailable'
  | 'bad_request'
  | 'not_found'
  | 'method_disabled'
  | 'no_data'
  | 'invalid_response';

export interface WbErrorContext {
  /** Name of the API method, as in the limits table. */
  readonly method: string;
  readonly status?: number;
  /** What the server said, shortened and without any token. For logs, not for users. */
  readonly detail?: string;
  readonly requestId?: string;
  /** When trying again may help. */
  readonly retryAt?: Date;
}

/** Base of every error of this client. `message` is safe to show to a user; the token is in no part of it. */
export abstract class WildberriesError extends Error {
  abstract readonly kind: WbErrorKind;
  readonly retryAt: Date | undefined;

  constructor(
    message: string,
    readonly context: WbErrorContext,
  ) {
    super(message);
    this.name = new.target.name;
    this.retryAt = context.retryAt;
  }
}

/** 401: malformed, expired, revoked or missing token. Nothing will work until the seller gives another. */
export class WildberriesUnauthorizedError extends WildberriesError {
  readonly kind = 'unauthorized';
  constructor(context: WbErrorContext) {
    super('Wildberries does not accept this API key', context);
  }
}

/** 402: only for services of the Wildberries catalogue whose balance is empty. */
export class WildberriesPaymentRequiredError extends WildberriesError {
  readonly kind = 'payment_required';
  constructor(context: WbErrorContext) {
    super('Wildberries wants its API to be paid for', context);
  }
}

export class WildberriesWrongCategoryError extends WildberriesError {
  readonly kind = 'wrong_category';
  constructor(
    context: WbErrorContext,
    readonly category: string,
  ) {
    super(`The Wildberries API key lacks access to the category "${category}"`, context);
  }
}

/** The method is closed to this type of token (base tokens, mostly). */
export class WildberriesTokenTypeError extends WildberriesError {
  readonly kind = 'token_type_not_allowed';
  constructor(context: WbErrorContext) {
    super('Wildberries does not allow this type of API key here', context);
  }
}

/** 403 without a stated reason. */
export class WildberriesForbiddenError extends WildberriesError {
  readonly kind = 'forbidden';
  constructor(context: WbErrorContext) {
    super('Wildberries denied access', context);
  }
}

/** The limit is spent, by our own count or by a 429, and the wait would be too long. */
export class WildberriesThrottledError extends WildberriesError {
  readonly kind = 'throttled';
  declare readonly retryAt: Date;
  constructor(context: WbErrorContext & { readonly retryAt: Date }) {
    super('The limit of requests to Wildberries is spent for now', context);
  }
}

/** Network failure, timeout or 5xx, after all tries; or a report that does not get ready. */
export class WildberriesUnavailableError extends WildberriesError {
  readonly kind = 'unavailable';
  constructor(context: WbErrorContext) {
    super('Wildberries does not answer properly at the moment', context);
  }
}

export class WildberriesBadRequestError extends WildberriesError {
  readonly kind = 'bad_request';
  constructor(context: WbErrorContext) {
    super('Wildberries did not understand the request', context);
  }
}

export class WildberriesNotFoundError extends WildberriesError {
  readonly kind = 'not_found';
  constructor(context: WbErrorContext) {
    super('Wildberries does not know what was asked for', context);
  }
}

/** 404 "temporarily disabled": Wildberries switched the method off for everyone. */
export class WildberriesMethodDisabledError extends WildberriesError {
  readonly kind = 'method_disabled';
  constructor(context: WbErrorContext) {
    super('Wildberries switched this method off', context);
  }
}

/** An answer without rows where rows are the point. What was known before stays the best knowledge. */
export class WildberriesNoDataError extends WildberriesError {
  readonly kind = 'no_data';
  constructor(context: WbErrorContext) {
    super('Wildberries has no data for now', context);
  }
}

/** An answer that broke off, is not JSON, or is not what the method promises. */
export class WildberriesInvalidResponseError extends WildberriesError {
  readonly kind = 'invalid_response';
  constructor(context: WbErrorContext) {
    super('Wildberries gave an answer that cannot be read', context);
  }
}
