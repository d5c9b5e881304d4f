import { alertTexts } from '../../../src-main/common/texts/alert-texts.ts';
/** Names of hosts and networks. */
export const hosts = {
  hosts: {
    giveName: (address: string) => `Name ${address}…`,
    title: (address: string) => `Name of ${address}`,
    name: 'Name',
    hint: 'Shown with the address wherever the host appears. Leave it empty to take the name away.',
    save: 'Save',
    cancel: 'Cancel',
    address: 'Address',
    none: 'No host has a name of yours. Right-click a host or a pair to give it one.',
    change: 'Change',
    changeOf: (address: string) => `Change the name of ${address}`,
    remove: 'Remove',
    removeOf: (address: string) => `Remove the name of ${address}`,
  },
  networkGroups: {
    name: 'Name of a new group',
    nameExample: 'office',
    networks: 'Networks of the new group',
    networksExample: '10.1.0.0/16, 192.0.2.7, @lab',
    networksOf: (name: string) => `Networks of ${name}`,
    add: 'Add',
    remove: 'Remove',
    removeOf: (name: string) => `Remove the group ${name}`,
  },
  directions: alertTexts.en.directions,
  directionNames: {
    in: 'In',
    out: 'Out',
    local: 'Local',
    passing: 'Passing',
    unknown: 'Unknown',
  },
  directionTitles: {
    in: 'From outside into the home networks',
    out: 'From the home networks to the outside',
    local: 'Between hosts of the home networks',
    passing: 'Between others, past the home networks',
    unknown:
      'The direction is not known: the pairs were folded into one, or are no longer kept at this grain',
  },
};
