import type { HelmetOptions } from 'helmet';

/** The API is no page: nothing of an answer is to be run or framed. */
export const HELMET = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  frameguard: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
} satisfies HelmetOptions;

const APOLLO = 'https://*.apollographql.com';
const FONTS = ['https://fonts.googleapis.com', 'https://fonts.gstatic.com'];

/** GraphiQL brings its own code inline; Apollo Sandbox loads its own from Apollo. Pages of development alone. */
export const EDITOR_HELMET = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'", APOLLO],
      scriptSrc: ["'self'", "'unsafe-inline'", "'unsafe-eval'", APOLLO],
      styleSrc: ["'self'", "'unsafe-inline'", APOLLO, ...FONTS],
      fontSrc: ["'self'", 'data:', ...FONTS],
      imgSrc: ["'self'", 'data:', 'https:'],
      connectSrc: ["'self'", 'ws:', 'wss:', APOLLO],
      workerSrc: ["'self'", 'blob:'],
      frameSrc: [APOLLO],
      manifestSrc: ["'self'", APOLLO],
      frameAncestors: ["'none'"],
    },
  },
} satisfies HelmetOptions;
