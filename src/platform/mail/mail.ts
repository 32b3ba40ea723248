/** A mail to one person, in plain text. */
export interface Mail {
  /** The bare address, without a name. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** One that has been written: where it goes to, and by what it is known again when it is delivered twice. */
export interface WrittenMail extends Mail {
  readonly id: string;
  readonly writtenAt: Date;
}
