import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
/** Where no sentence is built: what is said there is a phrase of the catalogue. */
const rooms = [
  'src-main/engine/**/*.ts',
  'src-main/rpc/**/*.ts',
  'src-main/common/*.ts',
  'src-main/common/periods/*.ts',
  'src-main/settings/**/*.ts',
  'src-main/command-line/**/*.ts',
  'src-main/shell/**/*.ts',
];

/** Functions of the sources that make an error, or write to standard error, of the words that they are given. */
const tellers: ReadonlySet<string> = new Set(['invalid', 'refused', 'wrongUsage', 'warn']);

/** What is no sentence, or is made of words that others said; each with its reason. */
const exceptions: Readonly<Record<string, string>> = {
  'src-main/settings/sources/private-file.ts: `chmod 600 ${path}`': 'a command, the same in each language',
  'src-main/settings/sources/environment.ts: `${name} ${problem}`':
    'the words of a kind of values, which commander and the schema of settings.json have, too',
};

const isWords = (node: ts.Node | undefined): boolean =>
  node !== undefined &&
  ((ts.isStringLiteralLike(node) && node.text.includes(' ')) ||
    ts.isTemplateExpression(node) ||
    (ts.isConditionalExpression(node) && (isWords(node.whenTrue) || isWords(node.whenFalse))) ||
    (ts.isBinaryExpression(node) && (isWords(node.left) || isWords(node.right))));

/** What each constant and parameter's default of a file begins as, by its name. */
function valuesOf(file: ts.SourceFile): Map<string, ts.Expression> {
  const values = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
      values.set(node.name.text, node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return values;
}

const propertiesOf = (node: ts.Expression | undefined): [name: string, value: ts.Expression][] =>
  node && ts.isObjectLiteralExpression(node)
    ? node.properties.flatMap((one) =>
        ts.isPropertyAssignment(one)
          ? [[one.name.getText(), one.initializer] as [string, ts.Expression]]
          : ts.isShorthandPropertyAssignment(one)
            ? [[one.name.text, one.name] as [string, ts.Expression]]
            : [],
      )
    : [];

/** Words of a person's language: what is told in a terminal, beside names, numbers and JSON. */
const hasWords = (node: ts.Node | undefined): boolean => {
  const texts = !node
    ? []
    : ts.isTemplateExpression(node)
      ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
      : ts.isStringLiteralLike(node)
        ? [node.text]
        : [];
  return texts.some((text) => /\p{L}{2}/u.test(text));
};

/** What a verb prints: a line, or the cells of a table. */
function printedBy(node: ts.Node): readonly ts.Expression[] {
  if (ts.isYieldExpression(node)) return cellsIn(node.expression);
  if (!ts.isCallExpression(node)) return [];
  const name = node.expression.getText();
  return name === 'print' || name === 'formatTable' ? node.arguments.flatMap(cellsIn) : [];
}

const cellsIn = (node: ts.Expression | undefined): readonly ts.Expression[] =>
  node === undefined ? [] : ts.isArrayLiteralExpression(node) ? node.elements.flatMap(cellsIn) : [node];

/** What Electron shows of a menu, a dialog or a notification. */
const shownProperties: ReadonlySet<string> = new Set(['title', 'body', 'label', 'detail', 'buttonLabel']);

/** Where what a function answers is read on the settings page. */
const answersShown = 'src-main/settings/';

/** What a statement or a short function answers. */
function answerOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isReturnStatement(node)) return node.expression;
  return ts.isArrowFunction(node) && !ts.isBlock(node.body) ? node.body : undefined;
}

/** A sentence from its capital letter to its full stop, which is no name and no part of a text. */
const isSentence = (node: ts.Node | undefined): boolean =>
  node !== undefined && isWords(node) && /^[`'"][A-Z][^]* [^]*[.!?][`'"]$/.test(node.getText());

/** Whether words are kept to be told later, as a notice or a problem. */
const isToldAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
  /[nN]otice$|[pP]roblem$/.test(node.left.getText());

/**
 * The sentences that a source builds itself: as message or remedy of an error, as words inside of a phrase, or as what a
 * function answers and what is kept to be told later.
 */
function sentencesIn(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const values = valuesOf(file);
  const found: string[] = [];
  const isInShell = name.startsWith('src-main/shell/');
  const look = (node: ts.Expression | undefined): void => {
    const value = node && ts.isIdentifier(node) ? values.get(node.text) : node;
    if (isWords(value)) found.push(`${name}: ${value!.getText()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'MonitorError') {
      const [, message, options] = node.arguments ?? [];
      look(message);
      for (const [key, value] of propertiesOf(options)) if (key === 'remedy') look(value);
    }
    if (ts.isCallExpression(node) && tellers.has(node.expression.getText()))
      for (const argument of node.arguments) look(argument);
    if (isToldAssignment(node)) look(node.right);
    for (const [key, value] of ts.isExpression(node) ? propertiesOf(node) : [])
      if ((key === 'message' && isSentence(value)) || (isInShell && shownProperties.has(key))) look(value);
    if (name.startsWith('src-main/command-line/'))
      for (const printed of printedBy(node).filter(hasWords)) found.push(`${name}: ${printed.getText()}`);
    const answer = name.startsWith(answersShown) ? answerOf(node) : undefined;
    if (isSentence(answer)) look(answer);
    if (ts.isCallExpression(node) && node.expression.getText() === 'say')
      for (const [, value] of propertiesOf(node.arguments[1])) if (ts.isStringLiteralLike(value)) look(value);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

it('finds a sentence that a source builds itself', () => {
  const source = (message: string, more = ''): string =>
    `throw new MonitorError('internal', ${message}${more});`;
  expect(sentencesIn('a.ts', source("'It went wrong'"))).toHaveLength(1);
  expect(sentencesIn('a.ts', source('`No ${thing}`'))).toHaveLength(1);
  expect(sentencesIn('a.ts', source("isNew ? 'It is new' : 'It is old'"))).toHaveLength(1);
  expect(sentencesIn('a.ts', `const message = \`No \${thing}\`; ${source('message')}`)).toHaveLength(1);
  expect(sentencesIn('a.ts', source("say('a.b')", ", { remedy: 'try again' }"))).toHaveLength(1);
  expect(sentencesIn('a.ts', source("say('a.b', { why: 'it was so' })"))).toHaveLength(1);
  expect(sentencesIn('a.ts', source("say('a.b', { why: say('a.c') })"))).toEqual([]);
  expect(sentencesIn('a.ts', "throw invalid('It is wrong', 'mend it');")).toHaveLength(2);
  expect(sentencesIn('a.ts', "throw invalid(say('a.b'), remedy);")).toEqual([]);
  expect(sentencesIn('a.ts', "this.#notice = 'The file is broken';")).toHaveLength(1);
  expect(
    sentencesIn('src-main/settings/a.ts', 'function a() { return `The file ${b} is broken.`; }'),
  ).toHaveLength(1);
  expect(sentencesIn('src-main/settings/a.ts', 'const a = (b) => `The file ${b} is broken.`;')).toHaveLength(
    1,
  );
  expect(sentencesIn('src-main/settings/a.ts', 'const a = (b) => `${b} bytes`;')).toEqual([]);
  expect(sentencesIn('src-main/command-line/a.ts', "print('No alerts.');")).toHaveLength(1);
  expect(sentencesIn('src-main/command-line/a.ts', 'print(`${n} rows`);')).toHaveLength(1);
  expect(sentencesIn('src-main/command-line/a.ts', "formatTable([['id', head], ...rows]);")).toHaveLength(1);
  expect(sentencesIn('src-main/command-line/a.ts', 'function* a() { yield `${n} peers`; }')).toHaveLength(1);
  expect(sentencesIn('src-main/command-line/a.ts', 'print(`\\n${text}`); print(JSON.stringify(a));')).toEqual(
    [],
  );
  expect(sentencesIn('src-main/shell/a.ts', "const item = { label: 'Open the app' };")).toHaveLength(1);
  expect(sentencesIn('src-main/shell/a.ts', "const item = { label: text(say('a.b')) };")).toEqual([]);
});

it('builds no sentence of an error in engine, settings and verbs: each is a phrase of the catalogue', () => {
  const files = rooms.flatMap((pattern) => globSync(pattern, { cwd: root }));
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((name) => sentencesIn(name, readFileSync(join(root, name), 'utf8')));
  expect(found.sort()).toEqual(Object.keys(exceptions).sort());
});
