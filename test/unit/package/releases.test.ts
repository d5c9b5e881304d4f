import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { releasesIn, withReleases } from '../../../scripts/package/releases.ts';

const changelog = `# Changelog
## [Unreleased]
## [0.3.0] - 2026-03-04
### Added
## [0.2.0] - 2026-01-31
## [0.1.0]
`;

describe('the releases', () => {
  it('are those that the changelog dates', () => {
    expect(releasesIn(changelog)).toEqual([
      { version: '0.3.0', date: '2026-03-04' },
      { version: '0.2.0', date: '2026-01-31' },
    ]);
  });

  it('stand in the AppStream metadata', () => {
    const metadata = withReleases('<component>\n  <!-- releases -->\n</component>', releasesIn(changelog));
    expect(metadata).toContain(
      '    <release version="0.3.0" date="2026-03-04" />\n    <release version="0.2.0"',
    );
    expect(withReleases('<a><!-- releases --></a>', [])).toBe('<a></a>');
  });

  it('end with the version that is packed', () => {
    const text = readFileSync('CHANGELOG.md', 'utf8');
    const versions = [...text.matchAll(/^## \[(\d[^\]]*)\]/gm)].map(([, version]) => version);
    expect(versions[0]).toBe(manifest.version);
  });
});
