import { kafkaSettings } from '../../../src-main/settings/kafka-settings.ts';
import { resolveOptions } from '../../../src-main/settings/resolve.ts';

/** The settings of a stream through brokers, where nothing is said of it. */
export const kafkaDefaults = kafkaSettings(resolveOptions({}), []);
