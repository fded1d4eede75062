import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Gate } from './gate';
import { apply } from './list';
import { type KeptEvent, type Thing, lying } from './shelf';
import { MemoryStore } from './store';
import { COMMUNITY, FakeServer, HOUR, MINUTE, NOON, code, firm, snapshot } from './testing';

vi.mock('../Passes/pass-code', async () => (await import('./testing')).passCodes);

let store: MemoryStore;
let server: FakeServer;
const opened: Gate[] = [];
const thing = (id: string, more: Partial<Thing> = {}): Thing => ({ id, door: '38号楼 1-101', place: '货架1', firm: '', at: NOON - HOUR, ...more });
const event = (id: string, taken: boolean, more: Partial<KeptEvent> = {}): KeptEvent => ({ ...thing(id), taken, community: COMMUNITY, sent: false, ...more });
const enrolled = async (): Promise<Gate> => {
  const gate = new Gate(store, () => undefined);
  opened.push(gate);
  await gate.start();
  await gate.enrol('12345678');
  await gate.run();
  return gate;
};

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  store = new MemoryStore();
  server = new FakeServer(() => Date.now());
  vi.stubGlobal('fetch', server.fetch);
});
afterEach(() => {
  opened.splice(0).forEach((gate) => gate.stop());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what lies there: the list\'s things and this device\'s, less what was taken, the newest first', () => {
  const own = [event('b', true), event('c', false, { at: NOON - MINUTE }), event('d', false), event('d', true), event('a', false)];
  expect(lying([thing('a'), thing('b')], own, 10 * MINUTE)).toEqual([thing('c', { at: NOON + 9 * MINUTE }), thing('a')]);
});

test('a list that does not speak of firms and shelf leaves them as they were', () => {
  const first = apply(undefined, snapshot({ firms: [firm('a')], shelf: [thing('x')] }));
  const next = apply(first, snapshot({ full: false, doors: null, passes: null, changed: [], firms: null, shelf: null }));
  expect([next.firms.length, next.shelf.length]).toEqual([1, 1]);
  expect(apply(next, snapshot({ full: false, shelf: [], firms: [] })).shelf).toEqual([]);
});

test('without network it waits, survives the tab, goes up once and is forgotten when the list knows it', async () => {
  const gate = await enrolled();
  server.down = true;
  await gate.chooseGuard('老秦');
  await gate.left('38号楼 1-101', '货架3', '');
  gate.stop();
  const next = new Gate(store, () => undefined);
  opened.push(next);
  await next.start();
  expect([next.waiting, next.shelf().length, next.guard]).toEqual([1, 1, '老秦']);
  server.down = false;
  server.losesAnswers = true;
  await next.run();
  expect(next.waiting).toBe(1);
  server.losesAnswers = false;
  server.news = snapshot({ seq: 2, shelf: [thing((server.drops[0] as Thing).id)] });
  await next.run();
  expect(next.waiting).toBe(0);
  expect(new Set(server.drops.map(({ id }) => id)).size).toBe(1); // sent twice, one thing
  expect(server.drops[0]).toMatchObject({ guard: '老秦', taken: false, place: '货架3' });
  expect(Object.keys(server.drops[0] as object)).not.toContain('sent');
  expect(await store.read('shelf')).toEqual([]);
  expect(next.shelf()).toHaveLength(1);
});

test('what the server refuses of the shelf holds up no scan', async () => {
  const gate = await enrolled();
  server.refusesDrops = true;
  await gate.left('38号楼 1-101', '', '');
  await gate.scanned(code(1001));
  await gate.settle();
  await gate.run();
  expect([server.stored.size, gate.waiting, gate.state]).toEqual([1, 1, 'ok']);
});

test('wiped: what happened at the shelf is handed in first', async () => {
  const gate = await enrolled();
  await gate.left('38号楼 1-101', '', '');
  server.status = 410;
  await gate.run();
  expect([server.drops.length, gate.state, gate.shelf().length]).toEqual([1, 'wiped', 0]);
});

test('a firm that the list lost meanwhile is asked about', async () => {
  server.news = snapshot({ firms: [firm('a')] });
  const gate = await enrolled();
  await gate.firm('a');
  expect(gate.open && gate.open.told).toMatchObject({ verdict: 'go', direction: 'in' });
  await gate.turn('out');
  expect(gate.open && gate.open.told).toMatchObject({ verdict: 'go', direction: 'out', sentence: '可以出门。', look: '' });
  await gate.firm('gone');
  expect(gate.open && gate.open.scan).toMatchObject({ how: 'firm', firm: 'gone', verdict: 'ask', reason: 'unknown' });
});
