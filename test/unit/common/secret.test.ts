import { format, inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from '../../../src-main/common/secret.ts';

const secret = new Secret('S3cr@tPart');

it.each([
  ['a text', String(secret)],
  ['a template', `of ${String(secret)}`],
  ['JSON', JSON.stringify({ secret })],
  ['an inspection', inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
  ['a format', format('%s %o %j', secret, secret, secret)],
  ['its own properties', JSON.stringify(Object.entries(secret))],
])('a secret does not appear in %s', (_where, text) => expect(text).not.toContain('S3cr'));

it('a secret is revealed to whoever asks for it by name', () => expect(secret.reveal()).toBe('S3cr@tPart'));
