import type { ShippedPackage } from './shipped-packages.ts';

const line = '-'.repeat(80);

/** The licences of what is linked into the capture helper. */
interface HelperLicences {
  readonly libpcap: string;
  readonly unpackers: string;
}

/** The licences of all that a package holds of others, but for Electron and Chromium, which bring files of their own. */
export const thirdPartyLicences = (packages: readonly ShippedPackage[], helper: HelperLicences): string =>
  [
    'StreamChecker contains software of others, under the licences below. Those of Electron and Chromium are in',
    'LICENSE.electron.txt and LICENSES.chromium.html.',
    ...packages.map(({ name, version, licenceText }) => section(`${name} ${version}`, licenceText)),
    section('libpcap, in the capture helper for Linux', helper.libpcap),
    section('zlib, zstd, lz4 and liblzma, in the capture helper for Linux', helper.unpackers),
    '',
  ].join('\n');

const section = (title: string, text: string): string => `\n${line}\n${title}\n${line}\n\n${text.trim()}`;
