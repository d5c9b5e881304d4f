/** The text under a version's heading. @throws Error if there is none, or nothing under it */
export function notesOf(changelog: string, version: string): string {
  const [, ...rest] = changelog.split(`\n## [${version}]`);
  const notes = rest.join('').split('\n').slice(1).join('\n').split('\n## [')[0]!.trim();
  if (notes === '') throw new Error(`The changelog says nothing of ${version}`);
  return notes;
}

/** Makes what is unreleased a version's, with its date. @throws Error if nothing is unreleased */
export function closeUnreleased(changelog: string, version: string, date: string): string {
  notesOf(changelog, 'Unreleased');
  return changelog.replace('\n## [Unreleased]\n', `\n## [Unreleased]\n\n## [${version}] - ${date}\n`);
}

/** What keeps a tag from being released as this version; undefined if nothing does. */
export function tagFault(tag: string, version: string, changelog: string): string | undefined {
  if (tag !== `v${version}`) return `The tag ${tag} is not that of version ${version} in package.json`;
  if (!changelog.includes(`\n## [${version}] - `))
    return `The changelog has no dated heading for ${version}; npm version writes it`;
  return undefined;
}
