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

  test('are refused with a reason where nobody takes them, or not all of them', () => {
    const [tables, pictures] = [takerOf(['.csv'], false), takerOf(['.png'], true)];
    const takers = [tables, pictures];
    const unknown = 'Nothing was opened: files may end in .csv, .png.';
    expect(dropFiles(['a.txt'], takers)).toBe(unknown);
    expect(dropFiles(['csv'], takers)).toBe(unknown);
    expect(dropFiles([''], takers)).toBe(unknown);
    expect(dropFiles([], takers)).toBe(unknown);
    expect(dropFiles(['a.png', 'a.txt'], takers)).toBe(unknown);
    expect(dropFiles(['a.png', 'a.csv'], takers)).toBe(unknown);
    expect(dropFiles(['a.csv', 'b.csv'], takers)).toMatch('One file of limits at a time');
    expect([tables.take, pictures.take].flatMap(({ mock }) => mock.calls)).toEqual([]);
  });
});
