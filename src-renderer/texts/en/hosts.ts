/** Names of hosts. */
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
};
