export { harden } from './harden.js';
export { serverOptions } from './server-options.js';
