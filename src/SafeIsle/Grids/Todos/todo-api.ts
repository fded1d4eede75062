// The two requests of my list. An answer is a value; the network's failures are one, too.

import { json } from '../../Platform/Ui/json';

const TIMEOUT = 20 * 1000; // milliseconds

/** `status` 0: no answer came. LOGIN: nobody is signed in here any more. */
export type Answer<T> = { ok: true; value: T } | { ok: false; status: number };

export const LOGIN = 401;

export interface Pass { account: string; token: string }

export interface SentTry { id: string; todo: string; outcome: string; note: string; at: number }

export interface Receipt { tries: { id: string; end: 'Kept' | 'Again' | 'Late' | 'Unknown' | 'NotYours' | 'NoOutcome' | 'OtherDay' | 'TooMany' | 'Unreadable'; words: string }[] }

export interface Api {
  pass(community: string): Promise<Answer<Pass>>;
  /** `leaving`: the page goes away, and the request goes on without it. */
  upload(community: string, token: string, sentAt: number, tries: SentTry[], leaving?: boolean): Promise<Answer<Receipt>>;
}

export const api: Api = {
  pass: (community) => ask(`/field/${community}/todos/pass`, {}),
  upload: (community, token, sentAt, tries, leaving = false) => ask(`/field/${community}/todos/tries`, {
    method: 'POST', keepalive: leaving, body: json({ sentAt, tries }), headers: { 'Content-Type': 'application/json', RequestVerificationToken: token },
  }),
};

async function ask<T>(url: string, init: RequestInit): Promise<Answer<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT);
  try {
    const headers = { ...(init.headers as Record<string, string> | undefined), Accept: 'application/json' };
    const answer = await fetch(url, { ...init, headers, signal: abort.signal, cache: 'no-store', redirect: 'manual' });
    if (answer.type === 'opaqueredirect') return { ok: false, status: LOGIN }; // to the login page
    if (!answer.ok) return { ok: false, status: answer.status };
    return { ok: true, value: (await answer.json()) as T };
  } catch {
    return { ok: false, status: 0 }; // no network, too slow, or a hotel's login page instead of JSON
  } finally {
    clearTimeout(timer);
  }
}
