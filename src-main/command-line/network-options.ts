import { type Command, Option } from 'commander';
import { formatNetwork, parseNetwork } from '../common/address.ts';
import { MonitorError } from '../common/errors.ts';
import { autoHome, knownNetworks, type NetworkSettings } from '../common/home-networks.ts';
import { isGroupName, type NetworkGroups, resolveGroups } from '../common/network-groups.ts';
import type { NamedNetworks } from '../common/named-networks.ts';
import { ownNetworks } from '../engine/capture/own-networks.ts';
import type { DataFolder } from '../engine/store/data-folder.ts';
import { checked } from './checked.ts';

/** Options that say which networks are home, and which have names. */
export interface NetworkOptions {
  readonly homeNetwork?: readonly string[];
  readonly networkGroup?: NetworkGroups;
}

/** An address or network, in the form in which it is kept. */
export const network = checked((text) => formatNetwork(parseNetwork(text)));

/** An address, a network or a group, in the form in which it is kept. */
export const networkOrGroup = checked((text) =>
  isGroupName(text) ? text : formatNetwork(parseNetwork(text)),
);

const homeNetwork = (text: string): string => (text === autoHome ? text : networkOrGroup(text));

/** Reads `office=10.1.0.0/16,@lab`. */
const networkGroup = checked((text): readonly [name: string, members: readonly string[]] => {
  const [name = '', members] = text.split(/=(.*)/s);
  if (members === undefined)
    throw new MonitorError('settings/invalid', `"${text}" does not say what is in the group`, {
      remedy: 'write it as office=10.1.0.0/16,192.0.2.7',
    });
  const parts = members.split(',').filter((member) => member !== '');
  // What other groups hold is known once all are there.
  resolveGroups({ [name]: parts.map((part) => (isGroupName(part) ? '::' : part)) });
  return [name, parts];
});

/** Adds the option of which networks are home. */
export const withHomeOption = (command: Command): Command =>
  command.addOption(
    new Option(
      '--home-network <network>',
      'traffic goes out of it, or comes in; auto for private networks and those of the interfaces; may be repeated (default: auto)',
    ).argParser((text: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      homeNetwork(text),
    ]),
  );

/** Adds the options of which networks are home, and which have names. */
export const withNetworkOptions = (command: Command): Command =>
  withHomeOption(command).addOption(
    new Option(
      '--network-group <name=networks>',
      'a name for networks, such as office=10.1.0.0/16,@lab, to be used as @office; may be repeated',
    ).argParser((text: string, before: NetworkGroups | undefined) => {
      const [name, members] = networkGroup(text);
      return { ...before, [name]: members };
    }),
  );

/**
 * Settings from the options.
 *
 * @throws MonitorError `settings/invalid` for a group that there is not, or that contains itself
 */
export function networkSettings({
  homeNetwork = [autoHome],
  networkGroup = {},
}: NetworkOptions): NetworkSettings {
  const settings = { home: homeNetwork, groups: networkGroup };
  knownNetworks(settings, []);
  return settings;
}

/**
 * The networks of a data folder; home are others where they are named.
 *
 * @throws MonitorError `settings/invalid` for a group that the folder does not know
 */
export function networksOf(
  { networks }: Pick<DataFolder, 'networks'>,
  home: readonly string[] | undefined,
): NamedNetworks {
  return home === undefined ? networks.named : networks.namedWith(home, ownNetworks());
}
