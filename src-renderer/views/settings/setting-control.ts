import type * as v from 'valibot';
import { secret } from '../../../src-main/settings/registry/schemas.ts';

/** What a setting is changed with. */
export type SettingControl =
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'toggle' | 'list' | 'text' | 'secret' };

/** The control that fits a setting's schema. */
export function controlOf(schema: v.GenericSchema): SettingControl {
  if (schema.type === 'picklist' && 'options' in schema) {
    return { kind: 'choice', options: schema.options as readonly string[] };
  }
  if (schema === secret) return { kind: 'secret' };
  if (schema.type === 'boolean') return { kind: 'toggle' };
  return { kind: schema.type === 'array' ? 'list' : 'text' };
}

/** What is written in one line, by commas or spaces, as a list. */
export const listOf = (text: string): readonly string[] =>
  text.split(/[\s,;]+/).filter((part) => part !== '');
