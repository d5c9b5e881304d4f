import type { Language } from '../language.ts';

/** A part of a report. */
export type ReportBlock =
  | { readonly kind: 'title' | 'heading' | 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

/** A report as Markdown. */
export const markdownOf = (blocks: readonly ReportBlock[]): string => blocks.map(markdownBlock).join('\n\n');

function markdownBlock(block: ReportBlock): string {
  if (block.kind === 'table') return markdownTable(block.rows);
  const marks = { title: '# ', heading: '## ', text: '' };
  return marks[block.kind] + inMarkdown(block.text);
}

function markdownTable(table: readonly (readonly string[])[]): string {
  const [head = [], ...rows] = table.map((row) => row.map(inMarkdown));
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const inMarkdown = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>|#]/g, String.raw`\$&`).replaceAll(/\s+/g, ' ');

/** A report as a page that stands alone, to be read and printed. */
export const htmlOf = (blocks: readonly ReportBlock[], language: Language): string =>
  [
    '<!doctype html>',
    `<html lang="${language}"><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${inHtml(titleOf(blocks))}</title>`,
    `<style>${style}</style>`,
    ...blocks.map(htmlBlock),
    '</html>',
  ].join('\n');

/** A report begins with its title. */
const titleOf = (blocks: readonly ReportBlock[]): string =>
  blocks.find((block) => block.kind !== 'table')?.text ?? '';

/** On paper, a table's head stands on each of its pages, and no row or heading is torn apart from what follows it. */
const style =
  'body{font:14px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1b1b1b;background:#fff}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.2em .8em .2em 0;' +
  // A time in the first column stands on one line.
  'border-bottom:1px solid #ccc;overflow-wrap:anywhere}td:first-child{min-width:11em}' +
  '@media print{body{font-size:10pt;max-width:none;margin:0;padding:0}h1,h2{break-after:avoid}tr{break-inside:avoid}}';

function htmlBlock(block: ReportBlock): string {
  if (block.kind === 'table') return htmlTable(block.rows);
  const element = { title: 'h1', heading: 'h2', text: 'p' }[block.kind];
  return `<${element}>${inHtml(block.text)}</${element}>`;
}

function htmlTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (row: readonly string[], cell: string): string =>
    `<tr>${row.map((text) => `<${cell}>${inHtml(text)}</${cell}>`).join('')}</tr>`;
  const body = rows.map((row) => line(row, 'td')).join('');
  return `<table><thead>${line(head, 'th')}</thead><tbody>${body}</tbody></table>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const inHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character]!);
