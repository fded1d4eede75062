// Sending what was pressed: each once, whatever happens on the way. The ids are made here, so that sending again changes nothing.

import { type Answer, type Api, LOGIN, type Receipt } from './todo-api';
import type { KeptTry, Store } from './todo-store';

export const BATCH = 100; // tries in one upload, as the server takes them
const MOST_LEAVING = 30; // tries: browsers let 64 KB go on without the page
export const TAKE_BACK = 5 * 1000; // milliseconds in which a slip of the thumb can be taken back before it is sent
const REFUSED = [400, 413, 422, 500]; // what one try may be at fault for
const LOCK = 'safeisle-todos-sync';

/** ok: nothing of hers waits. login: nobody signed in. other: what waits is somebody else's. stuck: the server does not take some of it. */
export type State = 'ok' | 'offline' | 'login' | 'refused' | 'other' | 'stuck';

/** `account`: who is signed in; empty where that could not be asked. `token`: with what she sends. `sent`: what the server has now. */
export interface Round { state: State; account: string; token: string; sent: string[] }

/** Whether it still waits to be sent. */
export const waits = (attempt: KeptTry): boolean => attempt.why === undefined;

/** One round; tabs take turns where the browser can make them, and are harmless to each other where it cannot. */
export async function sync(store: Store, api: Api, community: string, now: () => number = Date.now): Promise<Round> {
  const locks = (navigator as { locks?: LockManager }).locks;
  return locks ? locks.request(LOCK, () => round(store, api, community, now)) : round(store, api, community, now);
}

async function round(store: Store, api: Api, community: string, now: () => number): Promise<Round> {
  const waiting = (await store.tries()).filter((t) => waits(t) && t.community === community);
  const pass = await api.pass(community);
  if (!pass.ok) return { state: stateOf(pass.status), account: '', token: '', sent: [] };
  const { account, token } = pass.value;
  const mine = waiting.filter((t) => t.account === account);
  const ready = mine.filter((t) => Math.abs(now() - t.at) >= TAKE_BACK);
  const sent: string[] = [];
  let stuck = false;
  for (let first = 0; first < ready.length; first += BATCH) {
    const part = await store.going(ready.slice(first, first + BATCH).map(({ id }) => id));
    if (part.length === 0) continue;
    const answer = await send(api, community, token, part, now);
    if (answer.ok) {
      sent.push(...(await settle(store, part, answer.value)));
    } else if (REFUSED.indexOf(answer.status) < 0) {
      return { state: stateOf(answer.status), account, token, sent };
    } else {
      for (const one of part) { // one of them is not taken: sent singly, it holds up no other, and stays here
        const alone = await send(api, community, token, [one], now);
        if (alone.ok) sent.push(...(await settle(store, [one], alone.value)));
        else if (REFUSED.indexOf(alone.status) < 0) return { state: stateOf(alone.status), account, token, sent };
        else stuck = true;
      }
    }
  }
  return { state: stuck ? 'stuck' : waiting.length > mine.length ? 'other' : 'ok', account, token, sent };
}

/**
 * The page is left: what was pressed a moment ago goes now, at once and without a question before. Whether it came, only the answer says,
 * which may find nobody here any more: until then it stays, and is sent again under its id.
 */
export async function sendLeaving(store: Store, api: Api, community: string, token: string, tries: KeptTry[], now: () => number = Date.now): Promise<boolean> {
  const part = tries.slice(0, MOST_LEAVING);
  const [answer] = await Promise.all([send(api, community, token, part, now, true), store.going(part.map(({ id }) => id))]); // sent first: the page may end here
  if (answer.ok) await settle(store, part, answer.value);
  return answer.ok;
}

function send(api: Api, community: string, token: string, part: KeptTry[], now: () => number, leaving = false): Promise<Answer<Receipt>> {
  return api.upload(community, token, now(), part.map(({ id, todo, outcome, note, at }) => ({ id, todo, outcome, note, at })), leaving);
}

/** What the server has waits no longer; what it refuses, or had settled before, is told and stays until it is put away. */
async function settle(store: Store, part: KeptTry[], receipt: Receipt): Promise<string[]> {
  const taken = receipt.tries.filter((t) => t.end === 'Kept' || t.end === 'Again').map((t) => t.id);
  for (const told of receipt.tries.filter((t) => t.end !== 'Kept' && t.end !== 'Again')) {
    const attempt = part.find((t) => t.id === told.id);
    if (attempt) await store.put({ ...attempt, why: told.words });
  }
  await store.sent(taken);
  return taken;
}

function stateOf(status: number): State {
  return status === LOGIN ? 'login' : status === 403 || status === 404 ? 'refused' : 'offline';
}
