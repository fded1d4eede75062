// The device's storage in IndexedDB: one object store for small things, one for scans, whose key counts by itself.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { GateList } from './list';
import { type Kept, type KeptScan, MemoryStore, type Outbox, type Store } from './store';

const NAME = 'safeisle-gate';

interface Schema extends DBSchema {
  kept: { key: string; value: unknown };
  scans: { key: number; value: KeptScan; indexes: { id: string } };
}

/** The real store; one that forgets where the browser refuses to store anything. */
export async function openStore(): Promise<{ store: Store; lasting: boolean }> {
  try {
    const db = await openDB<Schema>(NAME, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('kept');
        fresh.createObjectStore('scans', { keyPath: 'seq', autoIncrement: true }).createIndex('id', 'id', { unique: true });
      },
    });
    return { store: new IdbStore(db), lasting: true };
  } catch {
    return { store: new MemoryStore(), lasting: false }; // the page says so
  }
}

class IdbStore implements Store {
  constructor(private readonly db: IDBPDatabase<Schema>) {}

  async read<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined> {
    if (key !== 'list') return (await this.db.get('kept', key)) as Kept[K] | undefined;
    const [list, passes] = await Promise.all([this.db.get('kept', 'list'), this.db.get('kept', 'passes')]);
    return list && passes ? ({ ...(list as GateList), passes } as Kept[K]) : undefined;
  }

  /** Passes are many and change seldom: they lie apart and are written only when they are others than before. */
  async write<K extends keyof Kept>(key: K, value: Kept[K] | undefined): Promise<void> {
    const tx = this.db.transaction('kept', 'readwrite');
    if (value === undefined) {
      await tx.store.delete(key);
      if (key === 'list') await tx.store.delete('passes');
    } else if (key === 'list') {
      const { passes, ...rest } = value as GateList;
      await tx.store.put(rest, 'list');
      if (passes !== this.written) await tx.store.put(passes, 'passes');
      this.written = passes;
    } else {
      await tx.store.put(value, key);
    }
    await tx.done;
  }

  async add(scan: Omit<KeptScan, 'seq'>): Promise<KeptScan> {
    const seq = await this.db.add('scans', scan as KeptScan);
    return { ...scan, seq };
  }

  async change(scan: KeptScan): Promise<void> {
    const tx = this.db.transaction('scans', 'readwrite');
    const before = await tx.store.get(scan.seq);
    if (before && !before.sent) await tx.store.put(scan);
    await tx.done;
  }

  async scans(after: number, limit: number): Promise<KeptScan[]> {
    return this.db.getAll('scans', IDBKeyRange.lowerBound(after, true), limit);
  }

  async markSent(ids: readonly string[]): Promise<void> {
    const tx = this.db.transaction('scans', 'readwrite');
    for (const id of ids) {
      const scan = await tx.store.index('id').get(id);
      if (scan) await tx.store.put({ ...scan, sent: true });
    }
    await tx.done;
  }

  async forget(seqs: readonly number[]): Promise<void> {
    const tx = this.db.transaction('scans', 'readwrite');
    for (const seq of seqs) await tx.store.delete(seq);
    await tx.done;
  }

  async edit<K extends Outbox>(key: K, change: (events: Kept[K]) => Kept[K]): Promise<Kept[K]> {
    const tx = this.db.transaction('kept', 'readwrite');
    const events = change(((await tx.store.get(key)) as Kept[K] | undefined) || ([] as unknown as Kept[K]));
    await tx.store.put(events, key);
    await tx.done;
    return events;
  }

  async wipe(): Promise<void> {
    const tx = this.db.transaction(['kept', 'scans'], 'readwrite');
    await Promise.all([tx.objectStore('kept').clear(), tx.objectStore('scans').clear()]);
    this.written = undefined;
    await tx.done;
  }

  private written: GateList['passes'] | undefined;
}
