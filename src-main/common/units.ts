/** Milliseconds since the Unix epoch, UTC. May be negative for packets stamped before 1970. */
export type EpochMs = number & { readonly unit: 'epoch-ms' };

/** A length of time in milliseconds. */
export type DurationMs = number & { readonly unit: 'duration-ms' };

/** Brands a number of milliseconds since the Unix epoch. */
export const epochMs = (value: number): EpochMs => value as EpochMs;

/** Brands a number of milliseconds as a length of time. */
export const durationMs = (value: number): DurationMs => value as DurationMs;
