import { type NumberStyle, plainNumbers } from '../../src-main/common/format.ts';

let style = $state.raw<NumberStyle>(plainNumbers);

/** How the window writes numbers, and its language: what reads it follows the person's choice. */
export const numberStyle = (): NumberStyle => style;

export function useNumberStyle(chosen: NumberStyle): void {
  style = chosen;
}
