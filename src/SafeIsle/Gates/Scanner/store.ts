// What a scanner keeps on the device. Scans are written here before anything else is done with them.

import type { GateList } from './list';
import type { KeptBreach } from './breaches';
import type { KeptEvent } from './shelf';

export type Verdict = 'go' | 'stop' | 'ask';
export type Direction = 'out' | 'in';

/** Who this scanner is, as the desk enrolled it. */
export interface Device {
  token: string;
  device: { id: string; name: string };
  gate: { id: string; name: string };
  community: { id: number; name: string };
}

/** What happened at the gate, as it is uploaded. `at` is the device's own clock, epoch milliseconds. */
export interface Scan {
  id: string;
  at: number;
  direction: Direction;
  how: 'code' | 'number' | 'door' | 'none' | 'firm';
  code?: string;
  number?: number;
  door?: string;
  tenths?: number;
  verdict: Verdict;
  reason: string;
  note?: string;
  /** Whose people, of a firm on the list. */
  firm?: string;
  /** Who stands at the gate, as he said at the beginning of his shift. */
  guard?: string;
  /** The id of an earlier scan that the guard took back: this one counts in its place. */
  corrects?: string;
  /** A slip of the finger: nobody passed, neither now nor at the scan that this one corrects. */
  nobody?: boolean;
}

/**
 * A scan on the device. `seq` counts on this device without gaps. `trueAt` is the corrected time and `counter` whose uses are counted,
 * both for the device's own verdicts. `settled` is false while the guard still looks at it; `sent` is true between the server's
 * receipt and the next list, which then holds it. `refused`: the server's sentence why it does not take this one, which stays here.
 */
export interface KeptScan extends Scan {
  seq: number;
  community: number;
  trueAt: number;
  counter: number | null;
  settled: boolean;
  sent: boolean;
  refused?: string;
}

/** Small things by name. `offset`: server's clock minus this one's, in milliseconds. `wiped`: the desk had everything deleted. */
export interface Kept {
  device: Device;
  list: GateList;
  offset: number;
  wiped: boolean;
  /** Whose list is kept; outlives the enrolment. */
  community: number;
  /** Who stands at the gate, since when by this clock. */
  guard: { name: string; at: number };
  /** Names that were used here, the last one first. */
  guards: string[];
  /** The last decision and when it was made by this clock, as long as it can be taken back: the page may be loaded anew. */
  last: { scan: KeptScan; at: number };
  /** What happened at the shelf and the list does not know yet. */
  shelf: KeptEvent[];
  /** Breaches that were not sent yet. */
  breaches: KeptBreach[];
}

/** Lists of events that wait to be sent, other than scans. */
export type Outbox = 'shelf' | 'breaches';

/** More than a device scans in a year. */
export const MOST_KEPT = 1000000;

/** Storage of one device, shared by its tabs. */
export interface Store {
  read<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined>;
  /** `undefined` deletes. */
  write<K extends keyof Kept>(key: K, value: Kept[K] | undefined): Promise<void>;
  /** Gives the scan its number in the same transaction that stores it. */
  add(scan: Omit<KeptScan, 'seq'>): Promise<KeptScan>;
  /** Replaces a scan that is not sent yet; one that is gone or sent stays as it was. */
  change(scan: KeptScan): Promise<void>;
  /** At most `limit` scans with a number above `after`, in order. */
  scans(after: number, limit: number): Promise<KeptScan[]>;
  markSent(ids: readonly string[]): Promise<void>;
  /** Deletes scans: they were sent before the list was asked for, which holds them now. */
  forget(seqs: readonly number[]): Promise<void>;
  /** Changes a list of events in one step for all tabs; the answer is what is kept then. */
  edit<K extends Outbox>(key: K, change: (events: Kept[K]) => Kept[K]): Promise<Kept[K]>;
  /** Deletes everything. */
  wipe(): Promise<void>;
}

/** A store that forgets when the page closes: for tests, and for browsers that refuse to store (private windows). */
export class MemoryStore implements Store {
  private kept: Partial<Kept> = {};
  private rows: KeptScan[] = [];
  private last = 0;

  async read<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined> { return this.kept[key]; }

  async write<K extends keyof Kept>(key: K, value: Kept[K] | undefined): Promise<void> { this.kept[key] = value; }

  async add(scan: Omit<KeptScan, 'seq'>): Promise<KeptScan> {
    const kept = { ...scan, seq: ++this.last };
    this.rows.push(kept);
    return { ...kept };
  }

  async change(scan: KeptScan): Promise<void> {
    this.rows = this.rows.map((row) => (row.seq === scan.seq && !row.sent ? { ...scan } : row));
  }

  async scans(after: number, limit: number): Promise<KeptScan[]> {
    return this.rows.filter((row) => row.seq > after).slice(0, limit).map((row) => ({ ...row }));
  }

  async markSent(ids: readonly string[]): Promise<void> {
    this.rows.forEach((row) => { if (ids.indexOf(row.id) >= 0) row.sent = true; });
  }

  async forget(seqs: readonly number[]): Promise<void> { this.rows = this.rows.filter((row) => seqs.indexOf(row.seq) < 0); }

  async edit<K extends Outbox>(key: K, change: (events: Kept[K]) => Kept[K]): Promise<Kept[K]> {
    const events = change((this.kept[key] || []) as Kept[K]);
    await this.write(key, events);
    return events;
  }

  async wipe(): Promise<void> {
    this.kept = {};
    this.rows = [];
  }
}
