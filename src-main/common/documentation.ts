/** Pages of the documentation. */
export const documentationPages = ['user-guide', 'limits', 'settings', 'command-line', 'kafka'] as const;

export type DocumentationPage = (typeof documentationPages)[number];
