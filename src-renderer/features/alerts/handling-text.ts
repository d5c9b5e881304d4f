import type { Alert } from '../../../src-main/common/model/alerts.ts';
import { clockText } from '../../format.ts';
import { t } from '../../texts/texts.ts';

/** What people have done about an alert, in words. */
export function handlingText({ acknowledged, snoozedUntilMs, muted }: Alert): readonly string[] {
  const words = t().alertsView;
  return [
    ...(acknowledged ? [words.acknowledged(acknowledged.by, acknowledged.comment)] : []),
    ...(snoozedUntilMs === null ? [] : [words.snoozed(clockText(snoozedUntilMs))]),
    ...(muted ? [words.muted] : []),
  ];
}
