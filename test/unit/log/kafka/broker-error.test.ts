import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import { expect, it } from 'vitest';
import { MonitorError } from '../../../../src-main/common/errors.ts';
import { explainBrokers } from '../../../../src-main/engine/log/kafka/broker-error.ts';
import { Brokers } from '../../../../src-main/engine/log/kafka/brokers.ts';
import { testSettings } from '../../../support/kafka/stream-run.ts';

/** An error as kafkajs throws it: the reason lies inside. */
const thrown = (message: string, inner: object): Error =>
  Object.assign(new Error('number of retries exceeded'), { cause: Object.assign(new Error(message), inner) });

it.each([
  [
    'Invalid username',
    { name: 'KafkaJSSASLAuthenticationError' },
    'stream/not-permitted',
    /refuse the name or password/,
  ],
  [
    'Not authorized',
    { type: 'TOPIC_AUTHORIZATION_FAILED' },
    'stream/not-permitted',
    /do not allow it: Not authorized/,
  ],
  [
    'self-signed certificate in chain',
    { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    'stream/not-trusted',
    /self-signed/,
  ],
  ['Timestamp out of range', { type: 'INVALID_TIMESTAMP' }, 'stream/not-permitted', /clock/],
  [
    'This server does not host this topic-partition',
    { type: 'UNKNOWN_TOPIC_OR_PARTITION' },
    'stream/no-topic',
    /topic/,
  ],
  [
    'Producer attempted an operation with an old epoch',
    { type: 'INVALID_PRODUCER_EPOCH' },
    'stream/unreachable',
    /ended a transaction/,
  ],
  [
    'connect ECONNREFUSED 127.0.0.1:9',
    { code: 'ECONNREFUSED' },
    'stream/unreachable',
    /No brokers at a:1, b:2: connect/,
  ],
] as const)('%s is explained by what lies inside', (message, inner, code, told) => {
  const error = explainBrokers(thrown(message, inner), ['a:1', 'b:2']);
  expect(error).toMatchObject({ code, retriable: true });
  expect(error.message).toMatch(told);
  expect(error.remedy).not.toBe('');
});

it('leaves alone what is explained already', () => {
  const known = new MonitorError('stream/agent-in-use', 'Another one');
  expect(explainBrokers(known, [])).toBe(known);
});

it.each([
  ['getaddrinfo ENOTFOUND kafka-ssl.example.com', 'kafka-ssl.example.com:9093', 'ENOTFOUND'],
  ['connect ECONNREFUSED mytls1:9092', 'mytls1:9092', 'ECONNREFUSED'],
  ['Connection timeout', 'concerts.sasl-authentication.certificate:9092', undefined],
])('does not take words of a host for a reason: %s', (message, host, code) => {
  const inner = { name: 'KafkaJSConnectionError', ...(code !== undefined && { code }) };
  expect(explainBrokers(thrown(`Connection error: ${message}`, inner), [host])).toMatchObject({
    code: 'stream/unreachable',
  });
});

it.each([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'EPROTO',
])('knows %s for a matter of trust', (code) => {
  expect(explainBrokers(thrown('Connection error', { code }), ['a:1'])).toMatchObject({
    code: 'stream/not-trusted',
  });
});

it('lets a client do without what it may not look at, and without that alone', async () => {
  const brokers = new Brokers(testSettings(['127.0.0.1:1']));
  const answer = (code: number) => () => Promise.reject(createErrorFromCode(code));
  const [topicForbidden, groupForbidden, unknownTopic] = [29, 30, 3];
  expect(await brokers.ifAllowed(() => Promise.resolve(7))).toEqual({ found: 7 });
  for (const code of [topicForbidden, groupForbidden])
    expect(await brokers.ifAllowed(answer(code))).toBeUndefined();
  await expect(brokers.ifAllowed(answer(unknownTopic))).rejects.toMatchObject({
    type: 'UNKNOWN_TOPIC_OR_PARTITION',
  });
  const own = new MonitorError('stream/unreachable', 'no instance runs');
  await expect(brokers.ifAllowed(() => Promise.reject(own))).rejects.toBe(own);
});
