// What my list keeps on the phone: the list itself as the page had it, and what was pressed until the server has it.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

const NAME = 'safeisle-todos';

/**
 * The list of one person, as it stood in the page. `at`: when it was fetched, by this clock, epoch milliseconds. `sent`: what the server took
 * since then, so that the list opened again without network does not ask for it once more.
 */
export interface KeptList { community: string; account: string; at: number; head: string; html: string; sent?: KeptTry[] }

/**
 * Something pressed. `at`: this clock, epoch milliseconds. `gone`: it was sent, and whether it came nobody knows yet, so that it cannot be taken back.
 * `why`: the server did not take it, in its words; it stays in sight until put away.
 */
export interface KeptTry {
  id: string;
  community: string;
  account: string;
  todo: string;
  outcome: string;
  note: string;
  at: number;
  door: string;
  words: string;
  settles: boolean;
  gone?: boolean;
  why?: string;
}

export interface Store {
  list(): Promise<KeptList | undefined>;
  /** `undefined` deletes. */
  keepList(list: KeptList | undefined): Promise<void>;
  /** In the order in which they were pressed. */
  tries(): Promise<KeptTry[]>;
  put(attempt: KeptTry): Promise<void>;
  forget(ids: readonly string[]): Promise<void>;
  /** Those of them that are still here are on their way from now on: answered, and not to be taken back. */
  going(ids: readonly string[]): Promise<KeptTry[]>;
  /** The server has them: they leave what waits and are noted with the list, both or neither. */
  sent(ids: readonly string[]): Promise<void>;
}

interface Schema extends DBSchema {
  kept: { key: string; value: KeptList };
  tries: { key: string; value: KeptTry };
}

/** The real store; one that forgets with the tab where the browser refuses to store anything. */
export async function openStore(): Promise<{ store: Store; lasting: boolean }> {
  try {
    const db = await openDB<Schema>(NAME, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('kept');
        fresh.createObjectStore('tries', { keyPath: 'id' });
      },
    });
    return { store: new IdbStore(db), lasting: true };
  } catch {
    return { store: new MemoryStore(), lasting: false }; // the page says so
  }
}

class IdbStore implements Store {
  constructor(private readonly db: IDBPDatabase<Schema>) {}

  async list(): Promise<KeptList | undefined> { return this.db.get('kept', 'list'); }

  async keepList(list: KeptList | undefined): Promise<void> {
    if (list) await this.db.put('kept', list, 'list');
    else await this.db.delete('kept', 'list');
  }

  /** Ids begin with their time. */
  async tries(): Promise<KeptTry[]> { return this.db.getAll('tries'); }

  async put(attempt: KeptTry): Promise<void> { await this.db.put('tries', attempt); }

  async forget(ids: readonly string[]): Promise<void> {
    const tx = this.db.transaction('tries', 'readwrite');
    await Promise.all(ids.map((id) => tx.store.delete(id)));
    await tx.done;
  }

  async going(ids: readonly string[]): Promise<KeptTry[]> {
    const tx = this.db.transaction('tries', 'readwrite');
    const here = (await Promise.all(ids.map((id) => tx.store.get(id)))).filter((row) => row !== undefined).map((row) => ({ ...row, gone: true }));
    await Promise.all(here.map((row) => tx.store.put(row)));
    await tx.done;
    return here;
  }

  async sent(ids: readonly string[]): Promise<void> {
    const tx = this.db.transaction(['tries', 'kept'], 'readwrite');
    const [list, all] = await Promise.all([tx.objectStore('kept').get('list'), tx.objectStore('tries').getAll()]);
    if (list) await tx.objectStore('kept').put(noted(list, all, ids), 'list');
    await Promise.all(ids.map((id) => tx.objectStore('tries').delete(id)));
    await tx.done;
  }
}

function noted(list: KeptList, all: readonly KeptTry[], ids: readonly string[]): KeptList {
  return { ...list, sent: (list.sent || []).concat(all.filter((t) => ids.indexOf(t.id) >= 0 && t.account === list.account && t.community === list.community)) };
}

export class MemoryStore implements Store {
  private kept: KeptList | undefined;
  private rows: KeptTry[] = [];

  async list(): Promise<KeptList | undefined> { return this.kept; }

  async keepList(list: KeptList | undefined): Promise<void> { this.kept = list; }

  async tries(): Promise<KeptTry[]> { return this.rows.map((row) => ({ ...row })); }

  async put(attempt: KeptTry): Promise<void> { this.rows = this.rows.filter((row) => row.id !== attempt.id).concat({ ...attempt }); }

  async forget(ids: readonly string[]): Promise<void> { this.rows = this.rows.filter((row) => ids.indexOf(row.id) < 0); }

  async going(ids: readonly string[]): Promise<KeptTry[]> {
    this.rows = this.rows.map((row) => (ids.indexOf(row.id) < 0 ? row : { ...row, gone: true }));
    return (await this.tries()).filter((row) => ids.indexOf(row.id) >= 0);
  }

  async sent(ids: readonly string[]): Promise<void> {
    if (this.kept) this.kept = noted(this.kept, this.rows, ids);
    await this.forget(ids);
  }
}
