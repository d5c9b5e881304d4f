import { describe, expect, it } from 'vitest';
import { closeUnreleased, notesOf, tagFault } from '../../../scripts/release/changelog.ts';

const changelog = `# Changelog

## [Unreleased]

### Added

- Packages.

## [0.1.0]

- The first.
`;

describe('the changelog', () => {
  it('says what is in a version', () => {
    expect(notesOf(changelog, 'Unreleased')).toBe('### Added\n\n- Packages.');
    expect(notesOf(changelog, '0.1.0')).toBe('- The first.');
    expect(() => notesOf(changelog, '0.2.0')).toThrow('says nothing of 0.2.0');
  });

  it('is dated by a new version, which what is unreleased goes to', () => {
    const closed = closeUnreleased(changelog, '0.2.0', '2026-01-31');
    expect(closed).toContain('## [Unreleased]\n\n## [0.2.0] - 2026-01-31\n\n### Added');
    expect(notesOf(closed, '0.2.0')).toBe('### Added\n\n- Packages.');
    expect(() => closeUnreleased(closed, '0.3.0', '2026-02-01')).toThrow('says nothing of Unreleased');
  });

  it('and the version must fit a tag', () => {
    const closed = closeUnreleased(changelog, '0.2.0', '2026-01-31');
    expect(tagFault('v0.2.0', '0.2.0', closed)).toBeUndefined();
    expect(tagFault('v0.2.1', '0.2.0', closed)).toContain('is not that of version 0.2.0');
    expect(tagFault('v0.2.0', '0.2.0', changelog)).toContain('no dated heading');
  });
});
