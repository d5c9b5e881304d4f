import { describe, expect, test, vi } from 'vitest';
import { dropFiles, type FileTaker } from '../../../src-renderer/workbench/file-drop.ts';

const takerOf = (endings: readonly string[], takesSeveral: boolean) =>
  ({ endings, takesSeveral, offer: '', take: vi.fn() }) satisfies FileTaker;

describe('files that are dropped on the window', () => {
  test('go to the one that takes their ending, in whatever case', () => {
    const [tables, pictures] = [takerOf(['.csv', '.json'], false), takerOf(['.png'], true)];
    expect(dropFiles(['/tmp/a.JSON'], [tables, pictures])).toBeNull();
    expect(tables.take.mock.calls).toEqual([[['/tmp/a.JSON']]]);
    expect(pictures.take).not.toHaveBeenCalled();
  });

  test('go there together, where several are taken at once', () => {
    const pictures = takerOf(['.png'], true);
    expect(dropFiles(['b.png', 'a.png'], [pictures])).toBeNull();
    expect(pictures.take.mock.calls).toEqual([[['b.png', 'a.png']]]);
  });

  test('go to the one that takes any, where nobody takes their ending, or they have none', () => {
    const [tables, any] = [takerOf(['.csv'], false), { ...takerOf([], true), endings: null }];
    for (const path of ['/tmp/trace', '/tmp/a.pcap.zst', '/tmp/csv'])
      expect(dropFiles([path], [tables, any])).toBeNull();
    expect(dropFiles(['/tmp/a.csv'], [tables, any])).toBeNull();
    expect(any.take.mock.calls).toEqual([[['/tmp/trace']], [['/tmp/a.pcap.zst']], [['/tmp/csv']]]);
    expect(dropFiles(['a.csv', 'trace'], [tables, any])).toMatch(/not both at once/);
  });

  test('are refused with a reason where nobody takes them, or not all of them', () => {
    const [tables, pictures] = [takerOf(['.csv'], false), takerOf(['.png'], true)];
    const takers = [tables, pictures];
    const unknown: unknown = expect.stringMatching(/^Nothing was opened: /);
    expect(dropFiles(['a.txt'], takers)).toEqual(unknown);
    expect(dropFiles(['csv'], takers)).toEqual(unknown);
    expect(dropFiles([''], takers)).toEqual(unknown);
    expect(dropFiles([], takers)).toEqual(unknown);
    expect(dropFiles(['a.png', 'a.txt'], takers)).toEqual(unknown);
    expect(dropFiles(['a.png', 'a.csv'], takers)).toEqual(unknown);
    expect(dropFiles(['a.csv', 'b.csv'], takers)).toMatch('One file of limits at a time');
    expect([tables.take, pictures.take].flatMap(({ mock }) => mock.calls)).toEqual([]);
  });
});
