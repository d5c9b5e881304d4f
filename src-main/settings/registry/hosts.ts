import * as v from 'valibot';
import * as s from './schemas.ts';
import { setting } from './setting.ts';

/** What hosts are called. */
export const hostSettings = {
  'hosts.names': setting({
    schema: s.hostNames,
    default: {},
    scope: 'window',
    title: 'Own names',
    description: 'Your names for hosts by their address, such as `"192.0.2.7": "printer"`.',
  }),
  'hosts.reverseDns': setting({
    schema: v.boolean(),
    default: false,
    scope: 'app',
    title: 'Reverse DNS',
    description:
      'Ask the DNS for the names of hosts that are shown. Its servers then learn which addresses you look at.',
  }),
  'hosts.dnsServers': setting({
    schema: s.dnsServers,
    default: [],
    scope: 'app',
    title: 'DNS servers',
    description:
      'Servers that are asked for names of hosts, as `192.0.2.53` or `192.0.2.53:5353`; empty for those of the system.',
  }),
} as const;
