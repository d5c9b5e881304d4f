import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What the product once said, and says in plainer words now. */
const oldPhrases = [
  /\bis no (length of time|share|whole number|name of a topic|multiple|capture file|condition|setting|folder)\b/,
  /\bat most so many\b/,
  /\bjudged otherwise\b/,
  /\bBe let capture\b/,
  /\bBe told\b/,
  /'(Near from|Clear at)'/,
  /\basks no server\b/,
  /\bgoes before (the setting|it in this run)\b/,
  /\bnothing of the source was applied\b/,
  /\b(at half the cost|für den halben Aufwand)\b/,
];

const isComment = (line: string): boolean => /^\s*(\/\/|\/?\*)/.test(line);

describe('what people read', () => {
  it('has none of the phrases that it had before', () => {
    const folders = ['src-main', 'src-renderer', 'src-capture', 'resources', 'README.md'];
    const documents = ['docs/user-guide.md', 'docs/command-line.md', 'docs/settings.md', 'docs/kafka.md'];
    const files = execFileSync('git', ['ls-files', '--', ...folders, ...documents], { encoding: 'utf8' })
      .split('\n')
      .filter((file) => /\.(ts|svelte|c|h|md|json)$/.test(file));
    expect(files.length).toBeGreaterThan(500);
    const found = files.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, i) =>
          !isComment(line) && oldPhrases.some((phrase) => phrase.test(line))
            ? [`${file}:${i + 1}: ${line}`]
            : [],
        ),
    );
    expect(found).toEqual([]);
  });
});
