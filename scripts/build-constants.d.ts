/** The product's version, from package.json; the bundler and the test runner put it in. */
declare const __APP_VERSION__: string;
