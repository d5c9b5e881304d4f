/** The doors between the main process and a page. */
export const callChannel = 'streamchecker:call';
export const eventChannel = 'streamchecker:event';
/** Asks for a line to an engine. */
export const connectChannel = 'streamchecker:connect';
/** Hands over the port of a line. */
export const portChannel = 'streamchecker:port';
/** Tells of a file that the person has dropped; only the preload script can. */
export const chosenChannel = 'streamchecker:chosen';
