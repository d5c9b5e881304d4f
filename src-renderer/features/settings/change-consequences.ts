import * as v from 'valibot';
import { parseDuration } from '../../../src-main/common/duration.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { SettingKey } from '../../../src-main/settings/registry/index.ts';
import { options } from '../../../src-main/settings/registry/options.ts';
import { t } from '../../texts/texts.ts';

/** Settings that make windows other ones: those counted by the old value and by the new one are kept apart. */
const seriesKeys: readonly SettingKey[] = [
  ...(['windows.length', 'windows.slide', 'windows.sources', 'windows.destinations'] as const),
  'capture.filter',
];

/** What there is that a change may touch. */
interface Present {
  readonly limits: readonly Limit[];
  readonly firing: number;
}

/** What changing a setting does to history, limits and alerts; nothing where it does nothing, or can't be. */
export function consequencesOf(
  key: SettingKey,
  value: unknown,
  { limits, firing }: Present,
): readonly string[] {
  if (!seriesKeys.includes(key) || !v.safeParse(options[key].kind.schema, value).success) return [];
  const words = t().settingChanges.consequences;
  return [
    words.history,
    ...(key === 'windows.length'
      ? lengthTexts(parseDuration(value as string), limits)
      : partTexts(key, limits)),
    ...(firing > 0 ? [words.alerts(firing)] : []),
  ];
}

function lengthTexts(windowMs: number, limits: readonly Limit[]): readonly string[] {
  const words = t().settingChanges.consequences;
  const perWindow = limits.filter(({ period }) => period === undefined);
  const others = perWindow.filter(
    ({ windowSeconds }) => windowSeconds !== null && windowSeconds * 1000 !== windowMs,
  ).length;
  const any = perWindow.filter(({ windowSeconds }) => windowSeconds === null).length;
  return [...(any > 0 ? [words.anyLength(any)] : []), ...(others > 0 ? [words.otherLength(others)] : [])];
}

const partTexts = (key: SettingKey, limits: readonly Limit[]): readonly string[] =>
  key === 'windows.slide' || limits.length === 0 ? [] : [t().settingChanges.consequences.part(limits.length)];
