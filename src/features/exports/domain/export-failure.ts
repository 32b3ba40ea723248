/** Why there is no file, and never will be one of this export. */
export type ExportFailure =
  | { readonly code: 'SHUT_OUT' | 'NOT_ALLOWED' | 'GIVEN_UP' }
  | { readonly code: 'NO_ROOM'; readonly room: number };

/** For people, with what to do about it. */
export function wordsOf(failure: ExportFailure): string {
  switch (failure.code) {
    case 'SHUT_OUT':
      return 'The account that asked for it, or its tenant, is not active any more.';
    case 'NOT_ALLOWED':
      return 'The role of the account that asked for it does not allow it any more.';
    case 'GIVEN_UP':
      return 'Something went wrong here, again and again. Start it anew.';
    case 'NO_ROOM':
      return `The file would take more than the ${failure.room} bytes that are left for your files. Narrow it by productFilter or range, or wait: files are kept for a day.`;
  }
}
