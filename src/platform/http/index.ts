export { bytesOf, CSV, FileRoute, XLSX } from './file-route.js';
export { harden } from './harden.js';
export { HttpProblem } from './http-problem.js';
export { RouteErrors } from './route-errors.filter.js';
export { serverOptions } from './server-options.js';
