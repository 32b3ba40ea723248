/**
 * For glibc's malloc. By itself it keeps in each thread what is freed there: a hash of a password takes 19 MB, and after a
 * few sign-ins more than a hundred megabytes are kept for the next. Blocks of a megabyte and more go back at once, and
 * threads share what is left. Other C libraries and systems know none of this.
 *
 * @see https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html
 */
export const MALLOC_SETTINGS = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '1048576' } as const;
