import { monitorContract } from '../../../src-main/common/contract/monitor.ts';
import { sourceOf } from '../../../src-main/common/contract/host.ts';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src-main/settings/registry/values.ts';
import { Consent, type ConsentQuestion } from '../../../src-main/shell/consent.ts';

describe('what a page alone may not do', () => {
  const consentOf = (isAllowed: boolean, changed: Partial<typeof defaultSettings> = {}) => {
    const asked: ConsentQuestion[] = [];
    const values = { ...defaultSettings, ...changed };
    const consent = new Consent({ state: { values } }, (question) => {
      asked.push(question);
      return Promise.resolve(isAllowed);
    });
    return { consent, asked };
  };
  const refused = { code: 'request/cancelled' };

  it.each([
    ['alerts.command', '["/bin/sh","-c","x"]', 'program', '["/bin/sh","-c","x"]'],
    ['alerts.webhook', 'https://me:s3cret@example.org/x', 'receiver', 'https://example.org/x'],
    ['alerts.syslog', 'udp://example.org:514', 'receiver', 'udp://example.org:514'],
    ['kafka.brokers', ['a:9092', 'b:9092'], 'brokers', 'a:9092, b:9092'],
    ['limits.source', 'postgres://u:s3cret@db/x', 'limits', 'postgres://u@db/x'],
  ])('is asked for in words without a password: %s', async (key, value, subject, named) => {
    const { consent, asked } = consentOf(false);
    await expect(consent.toSetting(key, value)).rejects.toMatchObject(refused);
    expect(asked).toEqual([{ subject, named }]);
    await expect(consentOf(true).consent.toSetting(key, value)).resolves.toBeUndefined();
  });

  it.each([
    ['appearance.theme', 'dark'],
    ['alerts.command', ''],
    ['alerts.command', undefined],
    ['alerts.webhook', 'https://known.example'],
    ['kafka.brokers', []],
  ])('is not what is harmless, goes, or is so already: %s', async (key, value) => {
    const { consent, asked } = consentOf(false, { 'alerts.webhook': 'https://known.example' });
    await consent.toSetting(key, value);
    expect(asked).toEqual([]);
  });

  it('is to read limits from where nobody chose; what was chosen once stays so', async () => {
    const { consent, asked } = consentOf(false);
    consent.choose('/home/ann/limits.csv');
    await consent.chosen(Promise.resolve('/home/ann/more.csv'));
    for (const source of ['/home/ann/limits.csv', '/home/ann/more.csv']) await consent.toSource(source);
    expect(asked).toEqual([]);
    for (let time = 0; time < 3; time += 1)
      await expect(consent.toSource('/etc/shadow')).rejects.toMatchObject(refused);
    // A file that was chosen for its limits is not a program to run.
    await expect(consent.toSetting('alerts.command', '/home/ann/limits.csv')).rejects.toMatchObject(refused);
    expect(asked.map(({ subject }) => subject)).toEqual(['limits', 'limits', 'limits', 'program']);
  });

  it('is asked once for each source that is allowed', async () => {
    const { consent, asked } = consentOf(true);
    for (let time = 0; time < 3; time += 1) await consent.toSource('postgres://u@db/x');
    expect(asked).toHaveLength(1);
  });
});

describe('a page', () => {
  it('reads a source of limits only by calls whose source is asked about', () => {
    const reads = Object.entries(monitorContract.calls)
      .filter(([, { request }]) => 'entries' in request && 'source' in request.entries)
      .map(([name]) => name);
    const asked = (name: string): string | null => sourceOf(name, { source: '/etc/shadow' });
    // Of a limit's scope, `source` is an address.
    const scopes = ['suggestLimits', 'muteScope'];
    expect(reads.filter((name) => asked(name) === null).toSorted()).toEqual(scopes.toSorted());
    expect(asked('importLimits')).toBe('/etc/shadow');
    expect(sourceOf('assessLimits', { source: null })).toBeNull();
  });
});
