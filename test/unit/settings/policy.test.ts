import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src-main/settings/registry/values.ts';
import type { PackageFormat } from '../../../src-main/common/updates.ts';
import { hindranceOf } from '../../../src-main/shell/updates/app-updates.ts';
import { inEnglish } from '../../../src-main/common/phrases/say.ts';
import { managedKeys, policyFile, readPolicy } from '../../../src-main/settings/sources/policy.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';

function policyOf(text: string) {
  using folder = new TemporaryFolder();
  writeFileSync(folder.file('policy.json'), text);
  return readPolicy(folder.file('policy.json'));
}

describe('the policy', () => {
  it('lies where only an administrator may write', () => {
    expect(policyFile('linux')).toBe('/etc/streamchecker/policy.json');
    expect(policyFile('darwin')).toBe('/Library/Application Support/StreamChecker/policy.json');
  });

  it('sets nothing where there is none', () => {
    expect(readPolicy('/nonexistent/policy.json')).toMatchObject({
      ...{ values: {}, updateUrl: null, problem: null },
    });
  });

  it('turns updates off, or leads them to a mirror', () => {
    const policy = policyOf('{"app.updates": "off", "updates.url": "https://mirror.example/streamchecker"}');
    expect(policy).toMatchObject({
      values: { 'app.updates': 'off' },
      updateUrl: 'https://mirror.example/streamchecker/',
      problem: null,
    });
    expect(managedKeys(policy)).toEqual(['app.updates']);
  });

  it.each([
    ['{"app.updates": "of"}', 'of'],
    ['{"app.update": "off"}', 'app.update'],
    ['{"updates.url": "http://mirror.example/"}', 'https://example.org'],
    ['{"updates.url": 7}', 'string'],
    ['{"app.updates": ', 'JSON'],
    ['[]', 'object'],
  ])('forbids updates where it can not be used, and says why: %s', (text, reason) => {
    const { values, problem } = policyOf(text);
    expect(values).toEqual({ 'app.updates': 'off' });
    expect(inEnglish(problem!)).toContain("can't be used, so updates are off");
    expect(inEnglish(problem!)).toContain(reason);
  });

  it('forbids them, too, where it can not be read', () => {
    using folder = new TemporaryFolder();
    mkdirSync(folder.file('policy.json'));
    expect(readPolicy(folder.file('policy.json')).values).toEqual({ 'app.updates': 'off' });
  });
});

describe('updates', () => {
  const free = {
    format: 'appImage' as PackageFormat,
    policy: { values: {} },
    settings: defaultSettings,
    source: { url: 'https://example.org/', key: 'x' },
  };
  const off = { 'app.updates': 'off' } as const;

  it.each(['appImage', 'mac'] as const)('are there for %s', (format) => {
    expect(hindranceOf({ ...free, format })).toBeNull();
  });

  it.each(['deb', 'rpm', 'tarball', 'source'] as const)('are not for %s, whatever is set', (format) => {
    expect(hindranceOf({ ...free, format })).toBe(format);
    expect(hindranceOf({ ...free, format, settings: off, policy: { values: off } })).toBe(format);
  });

  it('are off by the policy before the setting, by the setting, and without a key', () => {
    expect(hindranceOf({ ...free, settings: off, policy: { values: off } })).toBe('policy');
    expect(hindranceOf({ ...free, settings: off })).toBe('setting');
    expect(hindranceOf({ ...free, source: null })).toBe('noKey');
  });
});
