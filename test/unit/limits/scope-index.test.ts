import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  containsAddress,
  formatAddress,
  packAddress,
  parseNetwork,
} from '../../../src-main/common/address.ts';
import { NetworkIndex } from '../../../src-main/engine/limits/network-index.ts';
import { ScopeIndex } from '../../../src-main/engine/limits/scope-index.ts';
import { pairOf } from '../../helpers/flows.ts';

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

const end = fc.option(network);

it('an index of scopes finds those that hold a pair, and no others', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ source: end, destination: end }), { maxLength: 30 }),
      fc.array(fc.tuple(address, address), { maxLength: 10 }),
      (scopes, pairs) => {
        const index = new ScopeIndex();
        const numbers = scopes.map((scope) => index.add(scope));
        const holds = (text: string | null, one: string): boolean =>
          text === null || containsAddress(parseNetwork(text), parseNetwork(one).packed);
        // A pair has both addresses of one IP version.
        for (const [source, destination] of pairs.filter(([a, b]) => a.includes(':') === b.includes(':'))) {
          const expected = numbers.filter(
            (_, i) => holds(scopes[i]!.source, source) && holds(scopes[i]!.destination, destination),
          );
          const found = index.scopesOf(pairOf(source, destination));
          expect(found.toSorted()).toEqual([...new Set(expected)].toSorted());
        }
      },
    ),
    { numRuns: 500 },
  );
});
