import { capture } from './capture.ts';
import { internal } from './internal.ts';

/** German: what the product says outside the texts of its windows. */
export const de = { ...capture, ...internal };
