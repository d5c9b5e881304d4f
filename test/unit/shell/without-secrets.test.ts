import { expect, it } from 'vitest';
import { withoutSecrets } from '../../../src-main/shell/without-secrets.ts';

const machine = {
  ...{ home: '/home/ada', user: 'ada', hosts: ['difference-engine', 'kafka-3'] },
  environment: {
    STREAMCHECKER_KAFKA_PASSWORD: 'pw',
    PGPASSWORD: 'b4bbage!',
    LANG: 'en_GB',
    MY_TOKEN: undefined,
  },
};

it.each([
  ['data folder: /home/ada/.local/share/streamchecker', 'data folder: ~/.local/share/streamchecker'],
  ['postgres://ada:b4bbage!@db.example/limits', 'postgres://[secret]@[host]/limits'],
  ['postgres://ada:p@ss@db.example:5432/limits', 'postgres://[secret]@[host]:5432/limits'],
  ['postgres://ada:pa/ss@db.example/limits', 'postgres://[secret]@[host]/limits'],
  ['the password is b4bbage!, no other', 'the password is [secret], no other'],
  ['https://hooks.example/services/T0/B1/xyz answered 403', 'https://[host]/[secret] answered 403'],
  ['https://hooks.example?key=1', 'https://[host]/[secret]'],
  ['may capture on eth0 of difference-engine as ada', 'may capture on eth0 of [host] as [user]'],
  ['brokers 10.0.0.7:9092 and [2001:db8::7]:9092', 'brokers [address]:9092 and [[address]]:9092'],
  ['fe80::1 and ::1 and 00:11:22:aa:bb:cc', '[address] and [address] and [address]'],
  ['2001:db8::7:9092: refused', '[address]: refused'],
  ['connect ECONNREFUSED 2001:db8::7:54321', 'connect ECONNREFUSED [address]:54321'],
  ['fe80::1: x', '[address]: x'],
  ['1:2:3:4:5:6:7:8: x', '[address]: x'],
  ['kafka-1.corp.example:9092, kafka-2:9093: refused', '[host]:9092, [host]:9093: refused'],
  ['syslog at tcp://logs:514', 'syslog at tcp://[host]:514'],
  ['getaddrinfo ENOTFOUND db.corp.example', 'getaddrinfo ENOTFOUND [host]'],
  ['kafka-3 does not answer', '[host] does not answer'],
  ['password=letmein', '[secret]'],
])('takes out of %j what is private', (text, left) => {
  expect(withoutSecrets(text, machine)).toBe(left);
});

it.each([
  'seen at 09:23:11, Node 24.11.0 on linux x64',
  '4.5 GiB, 1.2 GiB of it free: pairs of 12 windows about 3 MiB',
  'adapter eth0: capture/no-kernel-sums',
  'std::vector is none',
  'http://localhost:3000 and localhost:9092',
  'at look (doctor.ts:33) and at main.ts:12:40',
])('leaves %j as it is', (text) => {
  expect(withoutSecrets(text, machine)).toBe(text);
});

it('takes no common name for that of a person or a machine', () => {
  const text = 'root may capture on localhost';
  expect(withoutSecrets(text, { ...machine, user: 'root', hosts: ['localhost'] })).toBe(text);
});
