import type * as v from 'valibot';

/**
 * What a change of a setting touches: the window's look, the app around it, or the engine, which is started again
 * for it.
 */
export type SettingScope = 'window' | 'app' | 'engine';

/** What is known of one setting; the key says where it belongs: `capture.filter`. */
export interface Setting<S extends v.GenericSchema = v.GenericSchema> {
  readonly schema: S;
  readonly default: v.InferOutput<S>;
  readonly scope: SettingScope;
  readonly title: string;
  readonly description: string;
  /** The option of the command line that goes before it. */
  readonly option?: string;
}

/** One setting, with the type of its value. */
export const setting = <S extends v.GenericSchema>(one: Setting<S>): Setting<S> => one;
