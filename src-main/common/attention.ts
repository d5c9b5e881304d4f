/** How much of the app's window a person sees: `visible` is seen from the corner of the eye. */
export type Attention = 'focused' | 'visible' | 'hidden';
