/** Scheme and host of the window's pages. */
export const appScheme = 'app';
export const appHost = 'streamchecker';
/** The only origin that is trusted. */
export const appOrigin = `${appScheme}://${appHost}`;

/** Whether an address, or an origin, is one of our own pages. */
export function isOwnOrigin(address: string): boolean {
  return address === appOrigin || address.startsWith(`${appOrigin}/`);
}
