/** Alerts that are too old are found by their last window: an index less that each alert is written into. */
export const alertsByWindowAlone = 'DROP INDEX alerts_by_time;';
