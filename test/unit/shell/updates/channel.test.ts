import { describe, expect, it } from 'vitest';
import { channelName, readChannel } from '../../../../src-main/shell/updates/channel.ts';

const sha512 = `${'A'.repeat(86)}==`;
const linux = { platform: 'linux', arch: 'x64' } as const;
const listing = (...names: string[]) => ({
  version: '0.2.0',
  files: names.map((url) => ({ url, sha512, size: 1 })),
  releaseDate: '2026-01-31',
  expires: '2026-07-31T00:00:00.000Z',
});
const chosen = (parsed: unknown, machine: Parameters<typeof readChannel>[1] = linux): string[] =>
  readChannel(parsed, machine, Date.parse('2026-07-30T23:59:59.999Z')).files.map(({ url }) => url);

describe('a channel file', () => {
  it.each([
    ['latest-linux.yml', linux],
    ['latest-linux-arm64.yml', { platform: 'linux', arch: 'arm64' }],
    ['latest-mac.yml', { platform: 'darwin', arch: 'arm64' }],
  ] as const)('is %s', (name, machine) => {
    expect(channelName(machine)).toBe(name);
  });

  it('gives a machine its own packages', () => {
    const all = listing('S-0.2.0.AppImage', 'S-0.2.0-arm64.AppImage', 's_0.2.0_amd64.deb', 'S-0.2.0-x64.zip');
    expect(chosen(all)).toEqual(['S-0.2.0.AppImage']);
    expect(chosen(all, { platform: 'linux', arch: 'arm64' })).toEqual(['S-0.2.0-arm64.AppImage']);
    expect(chosen(all, { platform: 'darwin', arch: 'x64' })).toEqual(['S-0.2.0-x64.zip']);
  });

  it('of another machine is refused, as a server may hand out any that was signed', () => {
    expect(() => chosen(listing('S-0.2.0-arm64.AppImage'))).toThrow('no package of 0.2.0 for this machine');
    expect(() => chosen(listing('S-0.2.0-arm64.zip'))).toThrow('no package of 0.2.0 for this machine');
  });

  it('is not used once it has expired', () => {
    const listed = listing('S-0.2.0.AppImage');
    const at = (now: string) => () => readChannel(listed, linux, Date.parse(now));
    expect(at('2026-07-30T23:59:59.999Z')).not.toThrow();
    expect(at('2026-07-31T00:00:00.000Z')).toThrow(
      'The list of newer versions is out of date since 2026-07-31',
    );
    expect(() => chosen({ ...listed, expires: undefined })).toThrow('not one of this app');
  });

  it.each([
    [null],
    [{}],
    [{ ...listing('S.AppImage'), version: 'newest' }],
    [{ version: '0.2.0', files: [{ url: 'S.AppImage', sha2: 'x' }] }],
    [{ version: '0.2.0', files: [{ url: 'S.AppImage', sha512: 'short' }] }],
  ])('that is none is refused: %j', (parsed) => {
    expect(() => chosen(parsed)).toThrow('not one of this app');
  });
});
