import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What the product once said, and says in plainer words now: in texts, documents and comments. */
const oldPhrases = [
  /\b(that|which|what|it|who|one|this) (is|was) no (?!longer\b|more\b|other\b|one\b|way\b|such\b|need\b|better\b|larger\b)\w/i,
  /\bis no (length of time|share|whole number|name of a topic|multiple|capture file|condition|setting|folder)\b/,
  /\bat most so many\b/,
  /\bso many (windows|percent|pairs|records)\b(?! as\b)/,
  /\bjudged otherwise\b/,
  /\bheld against\b/,
  /\btakes? note\b/i,
  /\bways? to be told\b/i,
  /\bBe let capture\b/,
  /\bBe told\b/,
  /'(Near from|Clear at)'/,
  /\basks no server\b/,
  /\bgoes before (the setting|it in this run|it, which|what the)\b/,
  /\bnothing of the source was applied\b/,
  /\bhas not the right\b/,
  /\bwarned of from\b/,
  /\bof it runs?\b(?<!instances? of it runs?)/,
  /\b(at half the cost|für den halben Aufwand)\b/,
];

/** Where people read: also those who read the code. */
const places = ['src-main', 'src-renderer', 'src-capture', 'resources', 'scripts', 'docs', '.github'];

describe('what people read', () => {
  it('has none of the phrases that it had before', () => {
    const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
    const files = execFileSync('git', ['ls-files', '--', ...places, ...pages], { encoding: 'utf8' })
      .split('\n')
      .filter((file) => /\.(ts|mjs|svelte|c|h|md|json|yml)$/.test(file))
      // What a step of a migration says is stored, and stays.
      .filter((file) => !file.endsWith('migrations.ts'));
    expect(files.length).toBeGreaterThan(600);
    const found = files.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, i) =>
          oldPhrases.some((phrase) => phrase.test(line)) ? [`${file}:${i + 1}: ${line.slice(0, 200)}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });
});
