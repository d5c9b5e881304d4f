/** The product's version, from package.json; the bundler and the test runner put it in. */
declare const __APP_VERSION__: string;

/** What `npm run dev` builds in; null in every other build, where nothing that depends on it is left in the bundles. */
declare const __DEVELOPMENT__: {
  /** Origin of the server that has the pages, on this machine. */
  readonly pages: string;
  /** By which style sheets that the server's client adds are known. */
  readonly nonce: string;
  /** Port of the inspector of each engine. */
  readonly inspectors: Readonly<Record<'engine' | 'replay', number>>;
} | null;
