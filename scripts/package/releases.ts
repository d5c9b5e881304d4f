/** A version that was released, and when. */
export interface Release {
  readonly version: string;
  /** `2026-01-31`. */
  readonly date: string;
}

/** The releases that a changelog dates (`## [1.2.3] - 2026-01-31`), newest first. */
export const releasesIn = (changelog: string): Release[] =>
  [...changelog.matchAll(/^## \[(\d[^\]]*)\] - (\d{4}-\d{2}-\d{2})$/gm)].map(([, version, date]) => ({
    version: version!,
    date: date!,
  }));

/** AppStream metadata with the releases in it. */
export function withReleases(metainfo: string, releases: readonly Release[]): string {
  const lines = releases.map(({ version, date }) => `    <release version="${version}" date="${date}" />`);
  const list = releases.length === 0 ? '' : ['<releases>', ...lines, '  </releases>'].join('\n');
  return metainfo.replace('<!-- releases -->', list);
}
