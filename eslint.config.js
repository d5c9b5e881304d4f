import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { clockBan, clockOwners } from './scripts/lint/clock-rule.mjs';
import { dependencyRule } from './scripts/lint/dependency-rule.mjs';

/** Which files are type-checked by which project. */
const project = ['tsconfig.json', 'tsconfig.preload.json', 'tsconfig.renderer.json', 'tsconfig.test.json'];

export default defineConfig(
  globalIgnores([
    'dist/',
    '**/build/',
    '**/.cache/',
    'coverage/',
    'test-results/',
    'docs/',
    'test/fixtures/',
  ]),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { project, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { streamchecker: { rules: { dependencies: dependencyRule } } },
    rules: {
      'streamchecker/dependencies': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['warn', { max: 40, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions', 'methods'] }],
      // With noUncheckedIndexedAccess, `!` on an index in range is the plain way to say so.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // An empty environment variable or name counts as none.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  { files: ['src-renderer/**'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: globals.node } },
  // Type information is there only where a project compiles the file; the setup scripts are plain JavaScript.
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], extends: [ts.configs.disableTypeChecked] },
  { files: ['src-main/**'], ignores: clockOwners, rules: { 'no-restricted-syntax': clockBan } },
  { files: ['test/**'], rules: { 'max-lines-per-function': 'off' } },
  // French sets a no-break space before its marks, in templates, too.
  {
    files: ['**/fr/*.ts', '**/fr.ts', 'src-main/common/**'],
    rules: { 'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true }] },
  },
);
