/** The doors between the main process and a page. */
export const callChannel = 'streamchecker:call';
export const eventChannel = 'streamchecker:event';
/** Tells of a file that the person has dropped; only the preload script can. */
export const chosenChannel = 'streamchecker:chosen';
