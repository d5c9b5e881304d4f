/** What asks the machine for the time, and who may: all else is given a clock (`src-main/common/clock.ts`). */

/** Files that put the product together, or that stand at its rim. */
export const clockOwners = [
  'src-main/engine/run/**',
  'src-main/{main,cli,start,preload,engine-process,history-thread,replay-process,cap-process}.ts',
  // kafkajs compares with `Date.now` itself, and this puts right how it does.
  'src-main/engine/log/kafka/kafkajs/request-queue.ts',
  // Names a damaged database by the time at which it was set aside.
  'src-main/engine/store/data-folder.ts',
  // Counts the time since its checkpoint.
  'src-main/engine/alerts/traffic-checker.ts',
];

const message =
  'Take the time from a Clock parameter; only what composes the product knows the system clock.';

/** @type {readonly string[]} */
const selectors = [
  "MemberExpression[object.name='Date'][property.name='now']",
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
  "MemberExpression[object.name='performance'][property.name='now']",
  "MemberExpression[object.name='process'][property.name='hrtime']",
  'CallExpression[callee.name=/^(setTimeout|setInterval)$/]',
  "MemberExpression[object.name='globalThis'][property.name=/^(setTimeout|setInterval|performance)$/]",
  'ImportDeclaration[source.value=/timers/] ImportSpecifier[imported.name=/^(setTimeout|setInterval)$/]',
  "ImportSpecifier[imported.name='systemClock']",
];

/**
 * The setting of ESLint's `no-restricted-syntax` that bans them.
 *
 * @type {['error', ...{ selector: string, message: string }[]]}
 */
export const clockBan = ['error', ...selectors.map((selector) => ({ selector, message }))];
