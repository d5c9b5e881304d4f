import { describe, expect, test } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { LimitsImport } from '../../../src-renderer/features/limits/limits-import.svelte.ts';
import { FakeBridge } from './fake-bridge.ts';
import { samplePreview } from './samples.ts';

describe('the import of limits', () => {
  const preview = samplePreview();

  function startImport(answers: ConstructorParameters<typeof FakeBridge>[0]) {
    const bridge = new FakeBridge({
      chooseLimitsFile: () => '/x.json',
      previewLimits: () => preview,
      importLimits: () => preview,
      ...answers,
    });
    const told: string[] = [];
    const limitsImport = new LimitsImport({
      ...createClient(bridge),
      onImported: (path) => told.push(path),
    });
    return { bridge, told, limitsImport };
  }

  test('previews the chosen file, applies it when asked, and tells', async () => {
    const { bridge, told, limitsImport } = startImport({});
    await limitsImport.begin();
    expect(limitsImport.step).toMatchObject({ name: 'preview', path: '/x.json', preview });
    expect(bridge.requests('assessLimits')).toEqual([{ source: '/x.json' }]);
    expect(bridge.requests('importLimits')).toEqual([]);
    await limitsImport.confirm();
    expect(bridge.requests('importLimits')).toEqual([{ source: '/x.json' }]);
    expect(limitsImport.step).toEqual({ name: 'closed' });
    expect(told).toEqual(['/x.json']);
  });

  test('shows nothing when the file dialog is left', async () => {
    const { bridge, limitsImport } = startImport({ chooseLimitsFile: () => null });
    await limitsImport.begin();
    expect(limitsImport.step).toEqual({ name: 'closed' });
    expect(bridge.requests('previewLimits')).toEqual([]);
  });

  test('applies nothing while a row is bad', async () => {
    const badRows = [{ row: 3, reason: 'limit_value is negative' }];
    const bad = samplePreview({ badRows, badRowCount: 1 });
    const { bridge, limitsImport } = startImport({ previewLimits: () => bad });
    await limitsImport.begin();
    await limitsImport.confirm();
    expect(bridge.requests('importLimits')).toEqual([]);
    expect(limitsImport.step.name).toBe('preview');
  });

  test.each(['previewLimits', 'importLimits'] as const)('shows why %s failed', async (call) => {
    const { limitsImport, told } = startImport({
      [call]: () => {
        throw new MonitorError('limits/unreadable', 'No such file', { remedy: 'Choose another one' });
      },
    });
    await limitsImport.begin();
    await limitsImport.confirm();
    expect(limitsImport.step).toMatchObject({ name: 'failed', problem: { remedy: 'Choose another one' } });
    expect(told).toEqual([]);
    limitsImport.cancel();
    expect(limitsImport.step).toEqual({ name: 'closed' });
  });

  test('is cancelled while it runs, and says nothing', async () => {
    const running = Promise.withResolvers<never>();
    const { bridge, limitsImport, told } = startImport({
      importLimits: () => running.promise,
      cancelLimits: () => running.reject(new MonitorError('request/cancelled', 'Cancelled')),
    });
    await limitsImport.begin();
    const confirmed = limitsImport.confirm();
    limitsImport.cancel();
    expect(limitsImport.step.name).toBe('importing');
    await confirmed;
    expect(limitsImport.step).toEqual({ name: 'closed' });
    expect([bridge.requests('cancelLimits').length, told]).toEqual([1, []]);
  });

  test('tells of an import that was stored before it could be cancelled', async () => {
    const running = Promise.withResolvers<typeof preview>();
    const { limitsImport, told } = startImport({
      importLimits: () => running.promise,
      cancelLimits: () => running.resolve(preview),
    });
    await limitsImport.begin();
    const confirmed = limitsImport.confirm();
    limitsImport.cancel();
    await confirmed;
    expect([limitsImport.step.name, told]).toEqual(['closed', ['/x.json']]);
  });

  test('stays away once it was left while its source was read, whatever comes of that', async () => {
    const reading = Promise.withResolvers<never>();
    const { limitsImport } = startImport({
      previewLimits: () => reading.promise,
      cancelLimits: () => reading.reject(new MonitorError('request/cancelled', 'Cancelled')),
    });
    const begun = limitsImport.begin();
    await expect.poll(() => limitsImport.step.name).toBe('reading');
    limitsImport.cancel();
    await begun;
    expect(limitsImport.step).toEqual({ name: 'closed' });
  });

  test('opens one file dialog at a time', async () => {
    const { bridge, limitsImport } = startImport({});
    await Promise.all([limitsImport.begin(), limitsImport.begin()]);
    expect(bridge.requests('chooseLimitsFile')).toHaveLength(1);
  });
});
