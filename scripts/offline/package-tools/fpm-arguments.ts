import { parseArgs } from 'node:util';

const single = { type: 'string' } as const;
const repeated = { type: 'string', multiple: true } as const;
const options = {
  s: { ...single, short: 's' },
  t: { ...single, short: 't' },
  d: { ...repeated, short: 'd' },
  force: { type: 'boolean' },
  architecture: single,
  'after-install': single,
  'before-remove': single,
  'after-remove': single,
  description: single,
  version: single,
  package: single,
  name: single,
  maintainer: single,
  vendor: single,
  url: single,
  license: single,
  category: single,
  'deb-recommends': repeated,
  'deb-suggests': repeated,
  'deb-compression': single,
  'deb-priority': single,
  'rpm-os': single,
  'rpm-compression': single,
  'rpm-summary': single,
} as const;

/** What electron-builder asks fpm for. */
export type FpmValues = ReturnType<typeof readArguments>['values'];

/** @throws TypeError for an argument of fpm's that is not known here */
export function readArguments(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true });
}
