// A community of two buildings, its rules, and a server that answers as the contract says: for the tests beside it.

import type { PassClaims } from '../Passes/pass-code';
import type { FirmLine } from '../Firms/firm-rules';
import type { PassRule } from '../Passes/pass-rules';
import type { Snapshot } from './list';
import type { BreachReport } from './breaches';
import type { ShelfEvent } from './shelf';

export const COMMUNITY = 990101001001;
export const NOON = Date.parse('2022-03-23T12:00:00+08:00');
export const MINUTE = 60 * 1000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const rule = (key: number, more: Partial<PassRule> = {}): PassRule => ({
  key, name: `规则${key}`, subject: 'household', cycleDays: 2, times: 1, days: 'any', hours: [], longestMinutes: 180, evidence: '',
  exempt: false, voids: [], ...more,
});

/** Passes as bytes: [number, rule, version, door]. */
export function packed(rows: [number, number, number, number][]): NonNullable<Snapshot['passes']> {
  const text = (bytes: number[]): string => btoa(String.fromCharCode(...bytes));
  return {
    numbers: text(rows.reduce<number[]>((all, [n]) => all.concat(n >> 16, (n >> 8) & 255, n & 255), [])),
    rules: text(rows.map(([, r]) => r)),
    versions: text(rows.map(([, , v]) => v)),
    doors: text(rows.reduce<number[]>((all, [, , , d]) => all.concat(d >> 8, d & 255), [])),
  };
}

/** 1001 and 1002 share a counter at 38-1-101; 1003 is barred; 1004 is a person's, who works in the city; 1005 is held; 1006 was revoked. */
export const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  seq: 1, full: true, at: NOON, gate: { id: 'g', name: '1号门' }, keys: [{ kid: 'aabbccdd', x: 'x', y: 'y' }], fever: 373, curfew: null,
  rules: [rule(1), rule(2, { times: -1 }), rule(3, { times: 0, longestMinutes: null, evidence: '工作证', subject: 'person' })],
  doors: [{ building: '38号楼', labels: ['1-101', '1-102', '2-501'] }, { building: '40号楼', labels: ['101', '102'] }],
  passes: packed([[1001, 1, 1, 0], [1002, 1, 1, 0], [1003, 2, 1, 1], [1004, 3, 2, 2], [1005, 1, 1, 3]]),
  counters: [[1002, 1001]], revoked: [1006], held: [1005], outs: [], ...more,
});

/** Expected from eight to six every day. */
export const firm = (id: string, more: Partial<FirmLine> = {}): FirmLine => ({
  id, name: `单位${id}`, kind: '快递', what: '送快递', dwelling: '', inside: false, days: 127, start: 480, stop: 1080, until: '2022-12-31', gates: [], ...more,
});

/** A code as the stand-in for readPassCode takes it. */
export const code = (number: number, more: Partial<PassClaims> = {}): string => JSON.stringify({
  community: COMMUNITY, number, counter: number, rule: 1, version: 1, onPhone: false,
  issuedAt: (NOON - DAY) / 1000, expiresAt: (NOON + 30 * DAY) / 1000, ...more,
});

/** What a test puts in the place of pass-code.ts: the text is the claims, or the fault. */
export const passCodes = {
  readPassCode: async (text: string): Promise<unknown> =>
    (text.startsWith('{') ? { ok: true, pass: JSON.parse(text) } : { ok: false, why: text }),
  importKey: async (): Promise<unknown> => ({}),
};

interface Sent { id: string; seq: number }
interface Reply { status: number; body: unknown }

/** The server: stores by id, and can be cut off, refuse, or lose its answers. */
export class FakeServer {
  stored = new Map<string, Sent & Record<string, unknown>>();
  batches: Sent[][] = [];
  drops: ShelfEvent[] = [];
  refusesDrops = false;
  breaches = new Map<string, BreachReport>();
  refusesPhotos = false;
  losesPhotos = false; // the network is too slow for them
  refusesSpot = ''; // a place that no report may name
  lists = 0; // how often the list was fetched
  bad: { id: string; reason: string }[] = []; // ids that it does not take, and why
  asked: string[] = [];
  down = false;
  losesAnswers = false;
  status = 0; // other than 0: the answer to everything with a token
  poison: string | undefined; // an id that no upload may hold
  ahead = 0; // milliseconds that its clock is ahead of the device's
  news: Snapshot = snapshot();

  constructor(private readonly clock: () => number) {}

  fetch = async (url: string, options: { body?: string }): Promise<unknown> => {
    this.asked.push(url);
    if (this.down) throw new TypeError('no network');
    const { status, body } = this.answer(url, options.body ? JSON.parse(options.body) : undefined);
    return { ok: status === 200, status, text: async () => JSON.stringify(body) };
  };

  private answer(url: string, body: { code: string; scans: (Sent & Record<string, unknown>)[]; drops?: ShelfEvent[]; breaches?: BreachReport[] } | undefined): Reply {
    const at = this.clock() + this.ahead;
    if (url.endsWith('/enrol') && body) {
      return body.code === '12345678'
        ? { status: 200, body: { token: 't', device: { id: 'd', name: '南门' }, gate: { id: 'g', name: '1号门' }, community: { id: COMMUNITY, name: '樱花社区' }, at } }
        : { status: 400, body: { detail: '登记码不对或已经过期。' } };
    }
    if (url.endsWith('/document')) {
      return (body as unknown as { document: string }).document === '990000199001010017'
        ? { status: 200, body: { door: '38号楼1单元101室', passes: [1001] } }
        : { status: 404, body: { detail: '登记册里没有这个号码。' } };
    }
    if (this.status === 410 && body) { // taken all the same
      body.scans.forEach((scan) => this.stored.set(scan.id, scan));
      this.drops.push(...(body.drops || []));
    }
    if (this.status !== 0) return { status: this.status, body: {} };
    if (!body) {
      this.lists++;
      return { status: 200, body: { ...this.news, at } };
    }
    if (body.drops) {
      if (this.refusesDrops) return { status: 400, body: {} };
      this.drops.push(...body.drops);
      if (this.losesAnswers) throw new TypeError('the answer is lost');
      return { status: 200, body: { at, stored: [], differs: [] } };
    }
    const taken = (id: string): boolean => !this.bad.some((each) => each.id === id);
    if (body.breaches) {
      if (this.losesPhotos && body.breaches.some(({ photo }) => photo !== undefined)) throw new TypeError('too slow');
      if (this.refusesSpot && body.breaches.some(({ spot }) => spot === this.refusesSpot)) return { status: 400, body: {} };
      if (this.refusesPhotos && body.breaches.some(({ photo }) => photo !== undefined)) return { status: 413, body: {} };
      body.breaches.filter(({ id }) => taken(id)).forEach((breach) => this.breaches.set(breach.id, breach));
      if (this.losesAnswers) throw new TypeError('the answer is lost');
      return { status: 200, body: { at, stored: body.breaches.map(({ id }) => id).filter(taken), differs: [], bad: this.bad } };
    }
    this.batches.push(body.scans);
    if (body.scans.some((scan) => scan.id === this.poison)) return { status: 400, body: {} };
    body.scans.filter(({ id }) => taken(id)).forEach((scan) => { if (!this.stored.has(scan.id)) this.stored.set(scan.id, scan); });
    if (this.losesAnswers) throw new TypeError('the answer is lost');
    return { status: 200, body: { at, stored: body.scans.map((scan) => scan.id).filter(taken), differs: [], bad: this.bad } };
  }
}
