/** A row of a table in Markdown. */
export const tableRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const begin = (name: string): string =>
  `<!-- ${name}: made from src-main/settings/registry/ by npm run docs -->`;
const end = (name: string): string => `<!-- end of ${name} -->`;

/**
 * A page with a table put between its marks.
 *
 * @throws Error where the page has no such marks
 */
export function withTable(page: string, name: string, rows: readonly (readonly string[])[]): string {
  const [from, to] = [page.indexOf(begin(name)), page.indexOf(end(name))];
  if (from < 0 || to < from) throw new Error(`There are no marks "${begin(name)}" and "${end(name)}"`);
  const [head = [], ...others] = rows;
  const rule = `|${head.map(() => '---').join('|')}|`;
  const table = [tableRow(head), rule, ...others.map(tableRow)].join('\n');
  return `${page.slice(0, from)}${begin(name)}\n\n${table}\n\n${page.slice(to)}`;
}
