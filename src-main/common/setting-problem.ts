import type { Text } from './phrases/phrase.ts';
import { inEnglish } from './phrases/say.ts';
import type { SettingProblem } from './settings-state.ts';

/** What is wrong with one entry of the settings, in English and as the page puts it into the person's language. */
export const settingProblem = (key: string, said: Text): SettingProblem => ({
  key,
  message: inEnglish(said),
  said,
});
