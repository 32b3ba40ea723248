/** Who may import whom. docs/ tells why; here it is enforced. */

/** A feature may import those before it, and none after it. */
const FEATURES_IN_ORDER = [
  'tenants',
  'users',
  'auth',
  'subscriptions',
  'products',
  'imports',
  'stock',
  'sales',
  'wildberries',
  'analytics',
  'sheets',
  'exports',
];
/** They listen to events; nobody imports them. */
const LISTENERS = ['audit', 'metrics', 'notifications'];

const SPEC = '\\.spec\\.ts$';
const EDGE = '\\.resolver\\.ts$|\\.controller\\.ts$|/jobs/';
const SERVICE = '\\.service\\.ts$';
const DATA = '\\.(repository|queries|loader)\\.ts$|/entities/';

const feature = (names) => `^src/features/(${names.join('|')})/`;
const inFeature = (part) => `^src/features/[^/]+/.*(${part})`;
const packages = (names) => `(^|node_modules/)(${names.join('|')})(/|$)`;

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const onlyLeftwards = FEATURES_IN_ORDER.slice(0, -1).map((name, index) =>
  rule(
    `${name}-imports-leftwards`,
    `${name} may import ${FEATURES_IN_ORDER.slice(0, index).join(', ') || 'no feature'}`,
    { path: feature([name]) },
    { path: feature(FEATURES_IN_ORDER.slice(index + 1)) },
  ),
);

module.exports = {
  forbidden: [
    rule(
      'no-cycle',
      'An import cycle crashes at load under ESM with decorator metadata. Imports of types alone are erased.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule('resolvable', 'The import leads nowhere', {}, { couldNotResolve: true }),

    rule(
      'config-is-alone',
      'config imports nothing of ours',
      { path: '^src/config/', pathNot: SPEC },
      { path: '^(src|simulators|bench|test|clients|migrations)/', pathNot: '^src/config/' },
    ),
    rule(
      'platform-knows-no-feature',
      'platform imports neither features nor the demo',
      { path: '^src/platform/' },
      { path: '^src/(features|demo)/' },
    ),
    rule(
      'features-know-no-demo',
      'The demo is made of features, not the other way round',
      { path: '^src/features/' },
      { path: '^src/demo/' },
    ),
    rule(
      'feature-by-its-index',
      'A feature is reached through its index.ts alone',
      { path: '^src/features/([^/]+)/' },
      { path: '^src/features/', pathNot: ['^src/features/$1/', '^src/features/[^/]+/index\\.ts$'] },
    ),
    rule(
      'composition-by-index',
      'Composition takes features through their index.ts too',
      { path: '^src/([^/]+\\.ts$|cli/|adopt/)' },
      { path: '^src/features/[^/]+/', pathNot: '^src/features/[^/]+/index\\.ts$' },
    ),
    rule(
      'adopt-is-apart',
      'Only commands take a database of version 1 over, through the index of adopt',
      { path: '^src/(?!adopt/)', pathNot: SPEC },
      { path: '^src/adopt/', pathNot: '^src/adopt/index\\.ts$' },
    ),
    rule(
      'adopt-for-commands',
      'Taking over a database of version 1 is nothing that a server does',
      { path: '^src/(?!adopt/|cli/)', pathNot: SPEC },
      { path: '^src/adopt/' },
    ),
    ...onlyLeftwards,
    rule(
      'nobody-imports-listeners',
      `${LISTENERS.join(', ')} listen to events; only the composition knows them`,
      { path: '^src/(platform|features|demo)/', pathNot: feature(LISTENERS) },
      { path: feature(LISTENERS) },
    ),
    rule(
      'listeners-apart',
      'Listeners do not import one another',
      { path: `^src/features/(${LISTENERS.join('|')})/` },
      { path: feature(LISTENERS), pathNot: '^src/features/$1/' },
    ),

    rule(
      'edge-writes-through-services',
      'Resolvers, controllers and jobs write through a service; reading through queries and loaders is fine',
      { path: inFeature(EDGE), pathNot: SPEC },
      { path: inFeature('\\.repository\\.ts$|/entities/') },
    ),
    rule(
      'service-below-edge',
      'A service imports no resolver, controller or job',
      { path: inFeature(SERVICE), pathNot: SPEC },
      { path: inFeature(EDGE) },
    ),
    rule(
      'data-at-the-bottom',
      'Repositories, queries, loaders and entities import no service and nothing above it',
      { path: inFeature(DATA), pathNot: SPEC },
      { path: inFeature(`${EDGE}|${SERVICE}`) },
    ),
    rule(
      'domain-is-pure',
      'Rules of the domain know no framework and no database',
      { path: '^src/features/[^/]+/domain/', pathNot: SPEC },
      {
        path: [
          packages(['@nestjs', 'typeorm', 'graphql', '@apollo', 'pg', 'pg-boss', 'fastify']),
          '^src/platform/(database|graphql|jobs|events)/',
          inFeature(`${EDGE}|${SERVICE}|${DATA}|/types/`),
        ],
      },
    ),

    rule(
      'typeorm-in-its-place',
      'typeorm is for entities, repositories, migrations, platform/database, and what benchmarks compare with',
      {
        pathNot: [
          '/entities/',
          '\\.repository\\.ts$',
          '^migrations/',
          '^bench/peers/',
          '^src/platform/database/',
          SPEC,
          '^test/',
        ],
      },
      { path: packages(['typeorm']) },
    ),

    rule(
      'src-without-tests',
      'The product imports neither tests nor benchmarks',
      { path: '^src/', pathNot: SPEC },
      { path: [SPEC, '^(test|bench)/'] },
    ),
    rule(
      'simulators-for-the-demo',
      'Only the demo runs against simulators',
      { path: '^src/', pathNot: ['^src/demo/', SPEC] },
      { path: '^simulators/' },
    ),
    rule('clients-apart', 'Clients know the API, not the server', { path: '^clients/' }, { path: '^src/' }),
    rule(
      'no-dev-dependency',
      'What runs in production is a dependency, not a dev dependency',
      { path: '^src/', pathNot: SPEC },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|bench/peers/node_modules)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
