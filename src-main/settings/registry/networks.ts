import { autoHome } from '../../common/home-networks.ts';
import * as s from './schemas.ts';
import { setting } from './setting.ts';

/** The settings of which networks are home, and what networks are called. */
export const networkSettings = {
  'networks.home': setting({
    schema: s.homeNetworks,
    default: [autoHome],
    scope: 'engine',
    title: 'Home networks',
    description:
      'Networks from which traffic goes out, and into which it comes in: addresses, networks and groups such as `@office`. `auto` means private networks and those of the interfaces.',
    option: 'home-network',
  }),
  'networks.groups': setting({
    schema: s.networkGroups,
    default: {},
    scope: 'engine',
    title: 'Groups of networks',
    description:
      'Names for networks, such as `"office": ["10.1.0.0/16", "@lab"]`, to be used as `@office` for sources and destinations of what is captured, limits and mutes, for home networks, and in the filter of pairs.',
    option: 'network-group',
  }),
};
