import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** A Markdown file of the repository. */
export interface Page {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** The pages of the repository that are written for people. */
export function pages(): Page[] {
  const top = readdirSync(root).filter((name) => name.endsWith('.md'));
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
  return [...top, ...docs, 'src-capture/PROTOCOL.md'].map(readPage);
}

/** Reads a page by its path in the repository. */
export const readPage = (path: string): Page => ({ path, text: readFileSync(join(root, path), 'utf8') });

/** The part of a page under a heading, up to the next heading of its level or above. */
export function section({ path, text }: Page, heading: string): string {
  const lines = withoutCode(text).split('\n');
  const from = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  if (from < 0) throw new Error(`${path} has no heading "${heading}"`);
  const level = /^#+/.exec(lines[from]!)![0].length;
  const rest = lines.slice(from + 1);
  const to = rest.findIndex((line) => (/^(#+) /.exec(line)?.[1]?.length ?? Infinity) <= level);
  return rest.slice(0, to < 0 ? undefined : to).join('\n');
}

/** The cells of the table rows in a text, without head and rule; `\|` is part of a cell. */
export const tableRows = (text: string): string[][] =>
  text
    .split(/\n(?!\|)/)
    .flatMap((block) =>
      block
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .slice(2),
    )
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

/** Where the links and pictures of a page lead, but for other sites: a path in the repository, and an anchor. */
export function localLinks({ path, text }: Page): { to: string; anchor: string }[] {
  const plain = withoutCode(text);
  const links = [
    ...[...plain.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!),
    ...[...plain.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)].map(([, link]) => link!),
  ];
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => link.split('#'))
    .map(([file, anchor = '']) => ({ to: file ? join(dirname(path), file) : path, anchor }));
}

/** The anchors that a page's headings have. */
export const anchors = ({ text }: Page): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** An absolute path of a file of the repository. */
export const inRepository = (path: string): string => join(root, path);

const withoutCode = (text: string): string => text.replaceAll(/^```.*?^```$/gms, '');
