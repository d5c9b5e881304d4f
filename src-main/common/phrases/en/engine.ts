import { plural } from '../../format.ts';

/** What receivers of notifications say, and the run as a whole. */
export const engine = {
  'notify.unreachable': "The {receiver} can't be reached: {detail}",
  'notify.tooLong': 'Too long for the {receiver}: {detail}',
  'notify.answered': 'The {receiver} answered {status}',
  'notify.keySealed': 'The keyring does not open the key of the {receiver}',
  'notify.notRun': "The {receiver} can't be run: {detail}",
  'notify.tookLonger': 'The {receiver} took longer than {seconds} s',
  'notify.ended': 'The {receiver} ended with status {status}: {detail}',
  'notify.endedBySignal': 'The {receiver} was ended by a signal: {detail}',
  'notify.noSuchMessage': 'The {receiver} takes no such message',
  'notify.group': 'A record was given a group of notifications',
  'notify.refusedSoFar': ({ refusal, count }: { refusal: string; count: number }) =>
    `${refusal}: ${plural(count, 'notification')} refused so far`,
  'run.notTakenOver': 'Stopped before the data folder was up to date; the next start goes on',
  'run.replayStopped': 'The replay was stopped',
  'run.periodLength': "The period {period} can't be summed from windows of {length}",
  'run.periodZone': 'In {zone} the period {period} does not begin where windows of {length} do',
  'run.captureThroughCap':
    'Captured through cap: interfaces are in promiscuous mode, packets are timed by their arrival, and it is not known how many the kernel drops.',
  'run.skipped': 'Nothing was read of the time from {from} to {to}: these windows are left out.',
  'run.rival':
    'Two processes publish as the agent {agent}: its windows may lack something. Give each its own data folder.',
  'run.noTraffic': 'No traffic from {from} to {to}: these windows are left out',
  'engine.notStarted': 'The engine has not started',
  'request.lineTooLong': 'A line is longer than {most} MiB; the connection is closed',
  'request.noMessage': 'A line is not a message; the connection is closed',
  'request.noCall': 'There is no call named {name}',
  'request.invalid': 'The request of {name} is not valid: {detail}',

  'notify.remedy.sentAgain': 'check the server; what waits is sent again',
  'notify.remedy.unlock': 'unlock the keyring, or enter the key again; what waits is sent then',
  'notify.remedy.fix': 'fix it; what waits is delivered again',
  'notify.remedy.refused':
    'check its address and what it expects; the alert is in the list, and is not sent there again',
  'run.remedy.period': 'use another period, or windows that fit, such as --window 5m',
  'notify.noneToTest': 'There is no {kind} to be tested yet',
  'notify.remedy.noneToTest': 'enter it first, and wait until the engine runs on it',
} as const;
