// Sending what happened, then fetching the list: in this order, so that a list that comes holds what was sent.

import { dayOf } from '../shanghai';
import * as api from './device-api';
import { type GateList, apply } from './list';
import { type KeptBreach, breachWire } from './breaches';
import { eventWire, marked } from './shelf';
import { type KeptScan, MOST_KEPT, type Store } from './store';

export const BATCH = 200; // scans in one upload, as the server takes them
const REPORTS = 50; // breaches in one upload
export const EVERY = 60 * 1000; // milliseconds between two lists while all is well
const FIRST_WAIT = 5 * 1000;
const LONGEST_WAIT = 5 * 60 * 1000;
const LEFT_OPEN = 10 * 60 * 1000; // milliseconds; a verdict that nobody settled for this long goes as it was told
const REFUSED = [400, 413, 422]; // what the upload itself is refused for, not its sender or the moment
const WIPED = 410;
const LOCK = 'safeisle-gate-sync';

export type State = 'ok' | 'offline' | 'enrol' | 'wiped';

/** Milliseconds to wait after so many failures on end; 0 failures: until the next round. */
export function waitAfter(failures: number): number {
  return failures === 0 ? EVERY : Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT);
}

/** One round; tabs take turns where the browser can make them, and are harmless to each other where it cannot. */
export async function sync(store: Store, now: () => number = Date.now): Promise<State> {
  const locks = (navigator as { locks?: LockManager }).locks;
  return locks ? locks.request(LOCK, () => round(store, now)) : round(store, now);
}

async function round(store: Store, now: () => number): Promise<State> {
  const device = await store.read('device');
  if (!device) return (await store.read('wiped')) ? 'wiped' : 'enrol';
  const { token, community } = device;
  const shelf = await sendShelf(store, token, community.id, now);
  if (shelf !== 'ok') return end(store, shelf);
  const sent = await send(store, token, community.id, now); // also before everything is deleted
  const state = sent === 'ok' ? await fetchList(store, device.token, now) : sent;
  if (state !== 'ok' && state !== 'wiped') return end(store, state);
  // Last: a photo that a slow network does not take holds up no scan and no list.
  const told = await sendBreaches(store, token, community.id, now);
  return end(store, told === 'ok' || told === 'offline' ? state : told);
}

async function end(store: Store, state: State): Promise<State> {
  if (state === 'enrol') await store.write('device', undefined); // what waits is kept for the next enrolment
  if (state === 'wiped') {
    await store.wipe();
    await store.write('wiped', true);
  }
  return state;
}

async function send(store: Store, token: string, community: number, now: () => number): Promise<State> {
  let after = 0;
  let size = BATCH;
  let wiped = false;
  for (;;) {
    const page = await store.scans(after, size);
    if (page.length === 0) return wiped ? 'wiped' : 'ok';
    const ready = page.filter((scan) => isReady(scan, community, now()));
    if (ready.length > 0) {
      const answer = await api.upload(token, now(), ready.map(wire));
      if (answer.ok) {
        await store.markSent(answer.value.stored);
        await keepReasons(store, ready, answer.value.bad || []);
      } else if (answer.status === WIPED) {
        wiped = true; // the server took them nevertheless, and takes the rest before everything is deleted
      } else if (wiped) {
        return 'wiped';
      } else if (REFUSED.indexOf(answer.status) < 0) {
        return stateOf(answer.status);
      } else if (size > 1) {
        size = 1; // one of them is not taken: sent singly, it holds up nobody else, and stays here
        continue;
      }
    }
    after = (page[page.length - 1] as KeptScan).seq;
  }
}

/** One that the server does not take stays, with the sentence why. */
async function keepReasons(store: Store, sent: readonly KeptScan[], bad: readonly { id: string; reason: string }[]): Promise<void> {
  for (const { id, reason } of bad) {
    const scan = sent.find((one) => one.id === id);
    if (scan) await store.change({ ...scan, refused: reason });
  }
}

/** Breaches, by themselves: each goes once it is stored, and one that is not taken stays with the sentence why. */
async function sendBreaches(store: Store, token: string, community: number, now: () => number): Promise<State> {
  const waiting = ((await store.read('breaches')) || []).filter((each) => each.community === community);
  let size = waiting.some(({ photo }) => photo !== undefined) ? 1 : REPORTS; // a photo is all that one upload holds
  for (let first = 0; first < waiting.length; first += size) {
    const part = waiting.slice(first, first + size);
    const answer = await api.uploadBreaches(token, now(), part.map(breachWire));
    const gone = answer.ok ? answer.value.stored : answer.status === WIPED ? part.map(({ id }) => id) : [];
    const bad = answer.ok ? answer.value.bad || [] : [];
    if (answer.ok || answer.status === WIPED) {
      await store.edit('breaches', (all) => all.filter(({ id }) => gone.indexOf(id) < 0).map((each) => {
        const why = bad.find(({ id }) => id === each.id);
        return why ? { ...each, refused: why.reason } : each;
      }));
    } else if (REFUSED.indexOf(answer.status) < 0) {
      return stateOf(answer.status);
    } else if (part.length > 1) {
      size = 1; // one of them is not taken: sent singly, it holds up nobody else
      first -= size;
    } else {
      const [{ id }] = part as [KeptBreach]; // without the photo, the words go in the next round
      await store.edit('breaches', (all) => all.map((each) => (each.id !== id ? each
        : each.photo ? { ...each, photo: undefined } : { ...each, refused: '服务器没有收下，请重新写一条，或打电话告诉居委会。' })));
    }
  }
  return 'ok';
}

/** What happened at the shelf, by itself: whatever is wrong with it holds up no scan. */
async function sendShelf(store: Store, token: string, community: number, now: () => number): Promise<State> {
  const waiting = ((await store.read('shelf')) || []).filter((event) => !event.sent && event.community === community);
  for (let first = 0; first < waiting.length; first += BATCH) {
    const part = waiting.slice(first, first + BATCH);
    const answer = await api.upload(token, now(), [], part.map(eventWire));
    if (answer.ok || answer.status === WIPED) await store.edit('shelf', (events) => marked(events, part));
    else if (REFUSED.indexOf(answer.status) < 0) return stateOf(answer.status);
  }
  return 'ok';
}

async function fetchList(store: Store, token: string, now: () => number): Promise<State> {
  const list = await store.read('list');
  const kept = await store.scans(0, MOST_KEPT);
  const sent = kept.filter((scan) => scan.sent).map((scan) => scan.seq);
  const shelf = ((await store.read('shelf')) || []).filter((event) => event.sent);
  const asked = now();
  // Passes end with a day without a change: the first list of a day is a whole one.
  const isToday = !!list && dayOf(list.at) === dayOf(asked + ((await store.read('offset')) || 0));
  const answer = await api.fetchSnapshot(token, list && isToday ? list : undefined, kept.length - sent.length);
  if (!answer.ok) return stateOf(answer.status);
  const fresh: GateList = apply(list, answer.value);
  await store.write('list', fresh);
  // The server spoke about half way between question and answer.
  await store.write('offset', Math.round(answer.value.at - (asked + now()) / 2));
  await store.forget(sent);
  if (shelf.length > 0) await store.edit('shelf', (events) => events.filter((event) => !shelf.some((old) => old.id === event.id && old.taken === event.taken)));
  return 'ok';
}

/** Settled, or left open so long that its tab is surely gone; of this community, as the device may have moved. */
function isReady(scan: KeptScan, community: number, now: number): boolean {
  return !scan.sent && scan.community === community && (scan.settled || Math.abs(now - scan.at) > LEFT_OPEN);
}

function wire({ id, seq, at, direction, how, code, number, door, tenths, verdict, reason, note, firm, guard, corrects, nobody }: KeptScan): api.UploadedScan {
  return { id, seq, at, direction, how, code, number, door, tenths, verdict, reason, note, firm, guard, corrects, nobody };
}

function stateOf(status: number): State {
  return status === 401 ? 'enrol' : status === WIPED ? 'wiped' : 'offline';
}
