import { capture } from './capture.ts';
import { internal } from './internal.ts';

/** English: what the product says outside the texts of its windows. */
export const en = { ...capture, ...internal } as const;
