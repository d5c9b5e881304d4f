import { expect, it, onTestFinished } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { OpenAlert } from '../../../src-renderer/features/alerts/open-alert.svelte.ts';
import { goesBack } from '../../../src-renderer/features/alerts/escape-key.ts';
import { FakeBridge } from './fake-bridge.ts';
import { sampleAlert } from './samples.ts';

function opened(commentAlert: (request: unknown) => unknown) {
  const explainAlert = (request: unknown) => ({
    alert: { ...sampleAlert(), ...(request as { id: string }) },
    ...{ answer: null, comments: [] },
  });
  const openAlert = new OpenAlert(createClient(new FakeBridge({ explainAlert, commentAlert })));
  onTestFinished(() => openAlert.dispose());
  return openAlert;
}

it('keeps what is being written about each alert until it is sent', async () => {
  const openAlert = opened(() => null);
  await openAlert.open('a');
  openAlert.comment = 'about a';
  openAlert.close();
  expect(openAlert.comment).toBe('');
  await openAlert.open('b');
  expect(openAlert.comment).toBe('');
  openAlert.comment = 'about b';
  await openAlert.open('a');
  expect(openAlert.comment).toBe('about a');
  await openAlert.send();
  expect([openAlert.comment, [...openAlert.drafts.keys()]]).toEqual(['', ['b']]);
});

it('shows that an alert has resolved before its explanation says so', async () => {
  const openAlert = opened(() => null);
  const firing = { ...sampleAlert(), id: 'a', state: 'firing' as const };
  const resolved = { ...firing, state: 'resolved' as const };
  openAlert.id = 'a';
  expect(openAlert.alertOf([firing])).toBe(firing);
  expect(openAlert.alertOf([])).toBeNull();
  await openAlert.open('a');
  expect(openAlert.explanation!.alert.state).toBe('firing');
  expect(openAlert.alertOf([{ ...firing, observed: 1 }])).toBe(openAlert.explanation!.alert);
  expect(openAlert.alertOf([resolved])).toBe(resolved);
});

it('keeps what is written while a comment is being sent', async () => {
  const answered = Promise.withResolvers<null>();
  const openAlert = opened(() => answered.promise);
  await openAlert.open('a');
  openAlert.comment = 'first';
  const sending = openAlert.send();
  openAlert.comment = 'first, and more';
  answered.resolve(null);
  await sending;
  expect(openAlert.comment).toBe('first, and more');
});

it('says on the page of an alert that its comment failed, and not on that of another', async () => {
  let answered = Promise.withResolvers<null>();
  const openAlert = opened(() => answered.promise);
  await openAlert.open('a');
  openAlert.comment = 'about a';
  const shown = openAlert.send();
  answered.reject(new MonitorError('store/not-writable', 'The disk is full'));
  await shown;
  expect(openAlert.problem).toMatchObject({ message: 'The disk is full' });
  answered = Promise.withResolvers();
  const left = openAlert.send();
  await openAlert.open('b');
  answered.reject(new MonitorError('store/not-writable', 'The disk is full'));
  await left;
  expect(openAlert.problem).toBeNull();
  await openAlert.open('a');
  expect(openAlert.comment).toBe('about a');
});

it('is left by Escape, but not by one that cancels an input method or is pressed in a field with text', () => {
  const pressed = { key: 'Escape', isComposing: false, defaultPrevented: false };
  const inField = (value?: string) => ({ ...pressed, composedPath: () => [{ value }] as never });
  expect([inField(), inField('')].map(goesBack)).toEqual([true, true]);
  expect(goesBack(inField('the backup'))).toBe(false);
  expect(goesBack({ ...inField(''), isComposing: true })).toBe(false);
  expect(goesBack({ ...inField(''), defaultPrevented: true })).toBe(false);
  expect(goesBack({ ...inField(), key: 'Enter' })).toBe(false);
});
