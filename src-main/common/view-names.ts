/** The window's views, in the activity bar's order. Never changed: they are stored, and stand on command lines. */
export const viewNames = [
  'overview',
  'pairs',
  'history',
  'totals',
  'limits',
  'quotas',
  'alerts',
  'pipeline',
  'captureFiles',
  'hosts',
  'agents',
  'settings',
] as const;

export type ViewName = (typeof viewNames)[number];
