import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Api, Pass, Receipt, SentTry } from './todo-api';
import { BATCH, sync } from './todo-queue';
import { type KeptTry, MemoryStore } from './todo-store';

const COMMUNITY = '990101001001';
const NOW = Date.parse('2022-03-23T12:00:00+08:00');

/** A server that keeps each try once by its id, and can be away or refuse. */
class Server implements Api {
  kept = new Map<string, SentTry>();
  uploads: SentTry[][] = [];
  account = 'me';
  status = 200;
  loseAnswer = false;
  bad = '';
  late: string[] = [];

  async pass(): Promise<Answer<Pass>> {
    return this.status === 200 ? { ok: true, value: { account: this.account, token: 't' } } : { ok: false, status: this.status };
  }

  async upload(_community: string, _token: string, _sentAt: number, tries: SentTry[]): Promise<Answer<Receipt>> {
    this.uploads.push(tries);
    if (tries.some((t) => t.id === this.bad)) return { ok: false, status: 400 };
    const again = tries.map((t) => this.kept.has(t.id));
    tries.forEach((t) => this.kept.set(t.id, t));
    if (this.loseAnswer) return { ok: false, status: 0 };
    return {
      ok: true,
      value: { tries: tries.map((t, i) => ({ id: t.id, end: this.late.includes(t.id) ? 'Late' : again[i] ? 'Again' : 'Kept', words: this.late.includes(t.id) ? '已经有人办好了' : '' })) },
    };
  }
}

const pressed = (id: string, more: Partial<KeptTry> = {}): KeptTry => ({
  id, community: COMMUNITY, account: 'me', todo: `todo-${id}`, outcome: 'done', note: '', at: NOW - 60000, door: '1号楼101室', words: '办好了', settles: true, ...more,
});

describe('what was pressed is sent', () => {
  let store: MemoryStore;
  let server: Server;
  const run = () => sync(store, server, COMMUNITY, () => NOW);

  beforeEach(() => {
    store = new MemoryStore();
    server = new Server();
  });

  it('notes with the kept list what the server took, of this person and community only', async () => {
    await store.keepList({ community: COMMUNITY, account: 'me', at: NOW, head: '', html: '' });
    await store.put(pressed('1'));
    await run();
    await store.put(pressed('2'));
    await store.put(pressed('3', { account: 'somebody else' }));
    await run();
    await store.sent(['3']);
    expect((await store.list())?.sent?.map((t) => t.id)).toEqual(['1', '2']);
    expect(await store.tries()).toEqual([]);
  });

  it('waits without network and goes later, all of it, in batches', async () => {
    for (let i = 0; i < BATCH + 5; i++) await store.put(pressed(`t${i}`));
    server.status = 0;
    expect((await run()).state).toBe('offline');
    expect((await store.tries()).length).toBe(BATCH + 5);
    server.status = 200;
    expect((await run()).state).toBe('ok');
    expect(server.kept.size).toBe(BATCH + 5);
    expect(server.uploads.map((u) => u.length)).toEqual([BATCH, 5]);
    expect(await store.tries()).toEqual([]);
  });

  it('is sent again when the answer was lost, and counts once', async () => {
    await store.put(pressed('a'));
    server.loseAnswer = true;
    expect((await run()).state).toBe('offline');
    server.loseAnswer = false;
    expect((await run()).sent).toEqual(['a']);
    expect(server.uploads.length).toBe(2);
    expect(server.kept.size).toBe(1);
  });

  it('leaves time to take it back', async () => {
    await store.put(pressed('a', { at: NOW - 1000 }));
    expect((await run()).sent).toEqual([]);
    expect(server.uploads).toEqual([]);
  });

  it('goes when the clock was set back since', async () => {
    await store.put(pressed('a', { at: NOW + 3600000 }));
    expect((await run()).sent).toEqual(['a']);
  });

  it('is not sent in the name of somebody else', async () => {
    await store.put(pressed('a', { account: 'colleague' }));
    await store.put(pressed('b'));
    expect(await run()).toEqual({ state: 'other', account: 'me', token: 't', sent: ['b'] });
    expect((await store.tries()).map((t) => t.id)).toEqual(['a']);
    server.account = 'colleague';
    expect((await run()).sent).toEqual(['a']);
  });

  it('holds up no other when one is not taken', async () => {
    for (const id of ['a', 'b', 'c']) await store.put(pressed(id));
    server.bad = 'b';
    expect(await run()).toEqual({ state: 'stuck', account: 'me', token: 't', sent: ['a', 'c'] });
    expect((await store.tries()).map((t) => t.id)).toEqual(['b']);
  });

  it('stays in sight with its reason when it came too late, and is not sent again', async () => {
    await store.put(pressed('a'));
    server.late = ['a'];
    await run();
    expect((await store.tries())[0]?.why).toBe('已经有人办好了');
    await run();
    expect(server.uploads.length).toBe(1);
  });

  it('asks for the login and keeps everything', async () => {
    await store.put(pressed('a'));
    server.status = 401;
    expect((await run()).state).toBe('login');
    server.status = 404;
    expect((await run()).state).toBe('refused');
    expect((await store.tries()).length).toBe(1);
  });
});
