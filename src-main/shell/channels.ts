/** The two doors between the main process and a page. */
export const callChannel = 'streamchecker:call';
export const eventChannel = 'streamchecker:event';
