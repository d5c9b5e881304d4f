import { capture } from './capture.ts';
import { internal } from './internal.ts';
import { limits } from './limits.ts';
import { lists } from './lists.ts';
import { postgres } from './postgres.ts';
import { values } from './values.ts';

/** German: what the product says outside the texts of its windows. */
export const de = { ...capture, ...internal, ...limits, ...lists, ...postgres, ...values };
