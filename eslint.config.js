import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const noForwardRef = {
  selector: 'ImportSpecifier[imported.name="forwardRef"]',
  message: 'A cycle crashes at load under ESM. Split the module instead.',
};
const fewParameters = [
  {
    selector: 'FunctionDeclaration[params.length>5], ArrowFunctionExpression[params.length>5]',
    message: 'More than 5 parameters: pass an object.',
  },
  {
    selector: 'MethodDefinition[kind!="constructor"] > FunctionExpression[params.length>5]',
    message: 'More than 5 parameters: pass an object.',
  },
  {
    selector: 'MethodDefinition[kind="constructor"] > FunctionExpression[params.length>7]',
    message: 'More than 7 dependencies: split the class by use case.',
  },
];
const noSave = {
  selector: 'CallExpression[callee.property.name=/^(save|preload)$/]',
  message:
    'save() and preload() overwrite the row of any id they are given. Use insert, or update with the tenant.',
};

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.data/', 'test/vectors/', '**/samples/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/prefer-optional-chain': 'error',
      // `_name` is a parameter that a signature asks for.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // GraphQL types are classes for their decorators; what resolvers return are plain objects of that shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Nest's modules are classes with nothing but a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // A method is async for what its interface promises, even where there is nothing to await.
      '@typescript-eslint/require-await': 'off',
      // A type parameter used once still ties a loader or a queue to what it carries.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',

      complexity: ['error', { max: 12 }],
      'max-lines': ['error', { max: 300 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings come from src/config.' },
      ],
      'no-restricted-syntax': ['error', noForwardRef, ...fewParameters],
    },
  },

  {
    files: ['src/features/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: '@nestjs/graphql',
          importNames: ['Mutation'],
          message: 'Take Mutation of platform/graphql, whose failures are user errors.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.repository.ts'],
    rules: { 'no-restricted-syntax': ['error', noForwardRef, noSave, ...fewParameters] },
  },
  {
    files: ['{src/config,src/platform/malloc,scripts,test,bench,simulators,clients}/**'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: [
      'src/main.ts',
      'src/worker.ts',
      'src/start-process.ts',
      'src/demo/**',
      'scripts/**',
      'bench/**',
      'simulators/**',
    ],
    rules: { 'no-console': 'off' },
  },
  { files: ['migrations/**'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 600 }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // Matchers such as expect.any() are typed any, and so are the answers of an API, whose fields a test names.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
