import { describe, expect, test, vi } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { LimitSuggestions } from '../../../src-renderer/features/limits/limit-suggestions.svelte.ts';
import { FakeBridge } from './fake-bridge.ts';
import { sampleLimit, sampleStatus } from './samples.ts';

const limit = sampleLimit();
const found = [{ limit, percentile: 99, usual: 5, windows: 40, breaches: 1 }];

function start(answers: ConstructorParameters<typeof FakeBridge>[0] = {}) {
  const bridge = new FakeBridge({
    suggestLimits: () => found,
    addLimits: () => ({ ...sampleStatus().limits, source: '/x.json' }),
    exportLimits: () => 'text',
    saveFile: () => '/saved.json',
    ...answers,
  });
  const told = { onAdded: vi.fn(), onSaved: vi.fn() };
  return { bridge, told, suggestions: new LimitSuggestions({ ...createClient(bridge), ...told }) };
}

describe('suggested limits', () => {
  test('are added one by one, once the person has said so', async () => {
    const { bridge, told, suggestions } = start();
    await suggestions.begin();
    expect(suggestions.step).toEqual({ name: 'shown', found });
    await suggestions.accept();
    suggestions.choose(limit);
    expect(bridge.requests('addLimits')).toEqual([]);
    suggestions.back();
    expect(suggestions.step).toEqual({ name: 'shown', found });
    suggestions.choose(limit);
    await suggestions.accept();
    expect(bridge.requests('addLimits')).toEqual([{ limits: [limit] }]);
    expect(told.onAdded.mock.calls).toEqual([[limit, '/x.json']]);
    expect(suggestions.step).toEqual({ name: 'closed' });
  });

  test('show why one could not be added', async () => {
    const refused = new MonitorError('limits/not-writable', 'No', { remedy: 'GRANT it' });
    const { told, suggestions } = start({
      addLimits: () => {
        throw refused;
      },
    });
    await suggestions.begin();
    suggestions.choose(limit);
    await suggestions.accept();
    expect(suggestions.step).toEqual({ name: 'failed', problem: refused.toData() });
    expect(told.onAdded).not.toHaveBeenCalled();
    suggestions.cancel();
    expect(suggestions.step).toEqual({ name: 'closed' });
  });

  test('are for the traffic that was asked for, and come to nothing once the dialog is left', async () => {
    const { bridge, suggestions } = start();
    const scope = { source: '10.0.0.1', destination: null };
    const begun = suggestions.begin(scope);
    suggestions.cancel();
    await begun;
    expect(bridge.requests('suggestLimits')).toEqual([scope]);
    expect(suggestions.step).toEqual({ name: 'closed' });
  });

  test.each([
    ['json', ['/saved.json']],
    ['sql', []],
  ] as const)('are saved as %s', async (form, imported) => {
    const { bridge, told, suggestions } = start();
    await suggestions.begin();
    await suggestions.save(form);
    expect(bridge.requests('exportLimits')).toEqual([{ form, limits: [limit] }]);
    expect(told.onSaved.mock.calls.flat()).toEqual(imported);
    expect(suggestions.step).toEqual({ name: 'closed' });
  });
});
