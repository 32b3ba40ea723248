export { attachEmbeddedPostgres } from './attach.js';
export { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
export { StartError } from './start-error.js';
