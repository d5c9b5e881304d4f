/** The rule of docs/architecture.md on which part may import which, as an ESLint rule. */
import { isBuiltin } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';

/** Folders of the engine in the order in which data flows: one imports only those before it. */
export const flow = [
  'flow-records',
  'capture',
  'log',
  'windows',
  'limits',
  'periods',
  'alerts',
  'notify',
  'store',
  'history',
  'api',
  'run',
];

const commonPackages = ['valibot', 'ipaddr.js', 'temporal-polyfill'];
const electronEntries = ['src-main/main.ts', 'src-main/preload.ts'];

/** Folders of src-main with a rule of their own; what is left is headless, as entries and rpc are. */
const rooms = ['common', 'system', 'command-line', 'shell'];

/** What of the engine the command line may know: the calls, and what composes a run. */
const engineForVerbs = ['api', 'run'];

/** @typedef {{ part: string, folder?: string | undefined }} Place */

/**
 * Says in which part of the product a file is.
 * @param {string} path relative to the root, with slashes
 * @returns {Place | undefined} undefined for tests, scripts and resources
 */
export function placeOf(path) {
  if (path.startsWith('src-renderer/')) return { part: 'renderer' };
  if (!path.startsWith('src-main/')) return undefined;
  if (path === 'src-main/preload.ts') return { part: 'preload' };
  if (electronEntries.includes(path)) return { part: 'electron entry' };
  const [, part = '', folder] = path.split('/');
  if (part === 'engine') return { part, folder };
  if (part === 'settings') return { part: folder === 'registry' ? 'registry' : part };
  return { part: rooms.includes(part) ? part : 'headless' };
}

/**
 * @param {Place} from
 * @param {string} name
 * @param {boolean} typeOnly
 * @returns {string | undefined} what is wrong with importing this package
 */
export function packageFault(from, name, typeOnly) {
  const electron = name === 'electron' || name.startsWith('electron/');
  if (['common', 'registry'].includes(from.part) && !commonPackages.includes(name)) {
    return `${from.part} imports no package but ${commonPackages.join(', ')}`;
  }
  if (isBuiltin(name) && (from.part === 'renderer' || from.part === 'preload')) {
    return `the ${from.part} is sandboxed and has no Node modules`;
  }
  const maySeeElectron = ['shell', 'preload', 'electron entry'].includes(from.part);
  if (electron && !maySeeElectron && !(typeOnly && ['headless', 'command-line'].includes(from.part))) {
    return 'only shell, preload.ts and main.ts import electron';
  }
  return undefined;
}

/**
 * What each part may import beside itself, `common` and `settings/registry`; a part that is not here may import all but
 * the shell.
 *
 * @type {Readonly<Record<string, { parts: readonly string[], fault: string }>>}
 */
const allowed = {
  common: { parts: [], fault: 'common imports nothing outside common' },
  system: { parts: [], fault: 'system imports only common' },
  registry: { parts: [], fault: 'the registry of options imports only common' },
  engine: { parts: ['system'], fault: 'the engine imports only common and system' },
  settings: {
    parts: ['registry', 'system'],
    fault: 'settings imports only common and system, and types of the engine',
  },
  renderer: {
    parts: ['registry'],
    fault: 'the renderer imports only src-main/common and src-main/settings/registry',
  },
  'command-line': {
    parts: ['registry', 'settings', 'system', 'headless'],
    fault: 'the command line imports only common, settings, system, rpc, engine/api and engine/run',
  },
};

/**
 * @param {Place} from
 * @param {Place} to
 * @param {boolean} typeOnly
 * @returns {string | undefined} what is wrong with importing a file of `to`
 */
export function placeFault(from, to, typeOnly) {
  if (to.part === 'common') return undefined;
  if (from.part === 'engine' && to.part === 'engine') return flowFault(from, to);
  if (from.part === 'settings' && to.part === 'engine' && typeOnly) return undefined;
  if (from.part === 'command-line' && to.part === 'engine' && engineForVerbs.includes(to.folder ?? ''))
    return undefined;
  if (from.part === 'shell' && to.part === 'command-line')
    return 'the shell does not import the command line';
  const rule = allowed[from.part];
  if (rule) return to.part === from.part || rule.parts.includes(to.part) ? undefined : rule.fault;
  if (from.part === 'headless' && to.part === 'shell') return 'only main.ts and preload.ts import the shell';
  return undefined;
}

/** @param {Place} from @param {Place} to @returns {string | undefined} */
function flowFault(from, to) {
  const [at, imported] = [from, to].map(({ folder = '' }) => flow.indexOf(folder));
  if (Number(imported) <= Number(at)) return undefined;
  return `data flows ${flow.join(' → ')}: ${from.folder} does not import ${to.folder}`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const dependencyRule = {
  meta: { type: 'problem', messages: { forbidden: "'{{source}}' is not to be imported here: {{fault}}." } },
  create(context) {
    const from = placeOf(slashed(relative(context.cwd, context.filename)));
    if (!from) return {};

    /** @param {any} node */
    function check(node) {
      const source = node.source?.value;
      if (typeof source !== 'string' || !from) return;
      const typeOnly = node.importKind === 'type' || node.exportKind === 'type';
      const fault = faultOf(from, source, typeOnly);
      if (fault) context.report({ node, messageId: 'forbidden', data: { source, fault } });
    }

    /** @param {Place} place @param {string} source @param {boolean} typeOnly */
    function faultOf(place, source, typeOnly) {
      if (!source.startsWith('.')) return packageFault(place, source, typeOnly);
      const to = placeOf(slashed(relative(context.cwd, resolve(dirname(context.filename), source))));
      if (to) return placeFault(place, to, typeOnly);
      return place.part === 'common' ? 'common imports nothing outside common' : undefined;
    }

    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

/** @param {string} path */
function slashed(path) {
  return path.split(sep).join('/');
}
