// The requests of a scanner. An answer is a value; the network's failures are one, too.

import { json } from '../../Platform/Ui/json';
import type { Snapshot } from './list';
import type { BreachReport } from './breaches';
import type { ShelfEvent } from './shelf';
import type { Device, Scan } from './store';

const TIMEOUT = 20 * 1000; // milliseconds; a gate's network is slow before it is gone

/** `status` 0: no answer came. `detail`: the server's Chinese sentence, if it said one. */
export type Answer<T> = { ok: true; value: T } | { ok: false; status: number; detail: string };

export interface Enrolled extends Device { at: number }

/** `bad`: not taken, and why; it stays here. */
export interface Receipt { at: number; stored: string[]; differs: { id: string; verdict: string; reason: string }[]; bad?: { id: string; reason: string }[] | null }

/** Where somebody lives, and the passes that are good for him. */
export interface DocumentFound { door: string; passes: number[] }

export type UploadedScan = Scan & { seq: number };

export const enrol = (code: string): Promise<Answer<Enrolled>> => ask('POST', '/api/gate/enrol', undefined, { code });

/** `since`: the list that is here, of which only news are asked. `waiting`: how many scans are still here, for the desk to see. */
export const fetchSnapshot = (token: string, since: { seq: number; at: number } | undefined, waiting: number): Promise<Answer<Snapshot>> =>
  ask('GET', `/api/gate/snapshot?waiting=${waiting}${since ? `&since=${since.seq}&at=${since.at}` : ''}`, token);

export const upload = (token: string, sentAt: number, scans: UploadedScan[], drops?: ShelfEvent[]): Promise<Answer<Receipt>> =>
  ask('POST', '/api/gate/scans', token, { sentAt, scans, drops });

export const uploadBreaches = (token: string, sentAt: number, breaches: BreachReport[]): Promise<Answer<Receipt>> =>
  ask('POST', '/api/gate/scans', token, { sentAt, scans: [], breaches });

export const findByDocument = (token: string, document: string): Promise<Answer<DocumentFound>> => ask('POST', '/api/gate/document', token, { document });

async function ask<T>(method: string, url: string, token?: string, body?: unknown): Promise<Answer<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT);
  try {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (token !== undefined) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const answer = await fetch(url, {
      method, headers, body: body === undefined ? undefined : json(body), signal: abort.signal, cache: 'no-store', credentials: 'omit',
    });
    const text = await answer.text();
    if (answer.ok) return { ok: true, value: JSON.parse(text) as T };
    return { ok: false, status: answer.status, detail: detailOf(text) };
  } catch {
    return { ok: false, status: 0, detail: '' }; // no network, too slow, or a hotel's login page instead of JSON
  } finally {
    clearTimeout(timer);
  }
}

function detailOf(text: string): string {
  try {
    const problem = JSON.parse(text) as { detail?: unknown };
    return typeof problem.detail === 'string' ? problem.detail : '';
  } catch {
    return ''; // a gateway's page, not ours
  }
}
