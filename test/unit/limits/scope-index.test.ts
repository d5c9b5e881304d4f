import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  containsAddress,
  formatAddress,
  packAddress,
  parseNetwork,
} from '../../../src-main/common/address.ts';
import { directions } from '../../../src-main/common/direction.ts';
import { knownNetworks } from '../../../src-main/common/home-networks.ts';
import { NamedNetworks } from '../../../src-main/common/named-networks.ts';
import { NetworkIndex } from '../../../src-main/engine/limits/network-index.ts';
import { ScopeIndex } from '../../../src-main/engine/limits/scope-index.ts';
import { pairOf } from '../../support/records/flows.ts';

/** Addresses that often agree in their first bits. */
const bytes = (length: number) =>
  fc.array(fc.constantFrom(0, 1, 127, 128, 200, 255), { minLength: length, maxLength: length });
const address = fc.oneof(bytes(4), bytes(16)).map((parts) => formatAddress(packAddress(parts)));
const network = fc
  .tuple(address, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([text, share]) => `${text}/${Math.round(share * (text.includes(':') ? 128 : 32))}`);

it('an index of networks finds those that hold an address, and no others', () => {
  fc.assert(
    fc.property(
      fc.array(network, { maxLength: 30 }),
      fc.array(address, { maxLength: 10 }),
      (networks, addresses) => {
        const index = new NetworkIndex();
        const numbers = networks.map((text) => index.add(parseNetwork(text)));
        const hosts = networks.map((text) => text.split('/')[0]!);
        for (const text of [...addresses, ...hosts]) {
          const { packed } = parseNetwork(text);
          const found: number[] = [];
          index.find(`x${packed}`, 1, packed.length, found);
          const expected = numbers.filter((_, i) => containsAddress(parseNetwork(networks[i]!), packed));
          expect(found.toSorted()).toEqual([...new Set(expected)].toSorted());
        }
      },
    ),
    { numRuns: 500 },
  );
});

const groups: Readonly<Record<string, readonly string[]>> = {
  office: ['10.0.0.0/8', '127.0.0.0/9', '10.1.0.0/16'],
  lab: ['::/1', '200.0.0.0/5'],
};
const named = new NamedNetworks(knownNetworks({ home: ['128.0.0.0/1', '8000::/1'], groups }, []));
const end = fc.option(fc.oneof(network, fc.constantFrom('@office', '@lab')));
const direction = fc.constantFrom(undefined, ...directions);
const scope = fc
  .record({ source: end, destination: end, direction })
  .map(({ direction: way, ...sides }) => ({ ...sides, ...(way !== undefined && { direction: way }) }));

it('an index of scopes finds those that hold a pair, and no others', () => {
  fc.assert(
    fc.property(
      fc.array(scope, { maxLength: 30 }),
      fc.array(fc.tuple(address, address), { maxLength: 10 }),
      (scopes, pairs) => {
        const index = new ScopeIndex(named);
        const numbers = scopes.map((one) => index.add(one));
        const holds = (text: string | null, one: string): boolean =>
          text === null ||
          (groups[text.slice(1)] ?? [text]).some((member) =>
            containsAddress(parseNetwork(member), parseNetwork(one).packed),
          );
        const goes = (way: string | undefined, pair: { source: string; destination: string }): boolean =>
          way === undefined || named.directionOfPair(pair) === way;
        // A pair has both addresses of one IP version.
        for (const [source, destination] of pairs.filter(([a, b]) => a.includes(':') === b.includes(':'))) {
          const expected = numbers.filter(
            (_, i) =>
              holds(scopes[i]!.source, source) &&
              holds(scopes[i]!.destination, destination) &&
              goes(scopes[i]!.direction, { source, destination }),
          );
          const found = index.scopesOf(pairOf(source, destination));
          expect(found.toSorted()).toEqual([...new Set(expected)].toSorted());
        }
      },
    ),
    { numRuns: 500 },
  );
});
