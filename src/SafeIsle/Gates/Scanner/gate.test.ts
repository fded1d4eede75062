import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Gate } from './gate';
import { MemoryStore } from './store';
import { BATCH, waitAfter } from './sync';
import { COMMUNITY, DAY, FakeServer, HOUR, MINUTE, NOON, code, snapshot } from './testing';

vi.mock('../Passes/pass-code', async () => (await import('./testing')).passCodes);

let store: MemoryStore;
let server: FakeServer;
let changes: string[];

const opened: Gate[] = [];
const open = async (): Promise<Gate> => {
  const gate = new Gate(store, (change) => changes.push(change));
  opened.push(gate);
  await gate.start();
  return gate;
};
const enrolled = async (): Promise<Gate> => {
  const gate = await open();
  expect(await gate.enrol('12345678')).toBe('');
  await gate.run();
  return gate;
};
const later = (milliseconds: number): void => { vi.setSystemTime(Date.now() + milliseconds); };
const sent = (): Record<string, unknown>[] => Array.from(server.stored.values());

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  store = new MemoryStore();
  server = new FakeServer(() => Date.now());
  changes = [];
  vi.stubGlobal('fetch', server.fetch);
});
afterEach(() => {
  opened.splice(0).forEach((gate) => gate.stop());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('enrolment', () => {
  test('a wrong code says the server\'s sentence, no network says its own', async () => {
    const gate = await open();
    expect(gate.state).toBe('enrol');
    expect(await gate.enrol('00000000')).toBe('登记码不对或已经过期。');
    server.down = true;
    expect(await gate.enrol('12345678')).toContain('没有连上服务器');
    expect(gate.device).toBeUndefined();
  });

  test('a right one fetches the list, and the next start needs neither network nor code', async () => {
    await enrolled();
    server.down = true;
    const again = await open();
    expect(again.device && again.device.device.name).toBe('南门');
    expect(again.list && again.list.passes.size).toBe(5);
    expect(again.state).toBe('offline');
  });
});

describe('the verdict', () => {
  test('the next code confirms the last: two scans, no tap', async () => {
    const gate = await enrolled();
    await gate.scanned(code(1001));
    expect(gate.open && gate.open.told).toMatchObject({ verdict: 'go', direction: 'out' });
    await gate.scanned(code(1003, { rule: 2 }));
    expect(gate.last).toMatchObject({ number: 1001, verdict: 'go', settled: true });
    expect(gate.lastDoor).toBe('38号楼 1-101');
    expect(gate.open && gate.open.told.verdict).toBe('stop');
    expect(gate.waiting).toBe(2);
  });

  test('the same code before the camera is one person; after a while it is shown anew', async () => {
    const gate = await enrolled();
    for (let i = 0; i < 10; i++) {
      later(5000);
      await gate.scanned(code(1001));
    }
    expect(gate.waiting).toBe(1);
    later(HOUR);
    await gate.scanned(code(1001));
    expect(gate.open && gate.open.told).toMatchObject({ verdict: 'go', reason: 'in', direction: 'in' });
  });

  test('two codes in sight of the camera are two people, not more', async () => {
    const gate = await enrolled();
    for (let i = 0; i < 10; i++) await gate.scanned(code(i % 2 === 0 ? 1001 : 1003));
    expect(gate.waiting).toBe(2);
  });

  test('a code that is aimed at again after it was dealt with is shown again', async () => {
    const gate = await enrolled();
    await gate.scanned(code(1001), true);
    later(3000);
    await gate.scanned(code(1001), true);
    expect(gate.waiting).toBe(1); // it still stands there
    await gate.settle('stop', '本人与证不符');
    later(3000);
    await gate.scanned(code(1001), true);
    expect(gate.waiting).toBe(2);
  });

  test('a household\'s second out on this device is stopped at once, without network', async () => {
    const gate = await enrolled();
    server.down = true;
    await gate.scanned(code(1001));
    await gate.settle('go');
    await gate.scanned(code(1002));
    expect(gate.open && gate.open.told).toMatchObject({ direction: 'in', reason: 'in' }); // the counter is outside
    await gate.turn('out');
    expect(gate.open && gate.open.told).toMatchObject({ verdict: 'stop', reason: 'used' });
  });

  test('who was not let go is not counted', async () => {
    const gate = await enrolled();
    await gate.scanned(code(1001));
    await gate.settle('stop', '本人与证不符');
    await gate.scanned(code(1002));
    expect(gate.open && gate.open.told).toMatchObject({ verdict: 'go', direction: 'out' });
    await gate.settle();
    await gate.run();
    expect(sent()[0]).toMatchObject({ verdict: 'stop', reason: 'ok', note: '本人与证不符' });
  });

  test('a fever is asked about and recorded; a second reading keeps the first in the note', async () => {
    const gate = await enrolled();
    await gate.scanned(code(1001));
    await gate.measured(378);
    expect(gate.fever).toBe(true);
    expect(gate.open && gate.open.scan.verdict).toBe('ask');
    await gate.measured(366);
    expect(gate.fever).toBe(false);
    await gate.scanned(code(1003, { rule: 2 }));
    expect(gate.last).toMatchObject({ tenths: 366, verdict: 'go', note: '先量 37.8' });
  });

  test('a fever that nobody decided on is stored as asked', async () => {
    const gate = await enrolled();
    await gate.scanned(code(1001));
    await gate.measured(373);
    await gate.scanned(code(1003, { rule: 2 }));
    expect(gate.last).toMatchObject({ tenths: 373, verdict: 'ask' });
  });

  test('codes that come together are taken one after another', async () => {
    const gate = await enrolled();
    await Promise.all([gate.scanned(code(1001)), gate.scanned(code(1004, { rule: 3, version: 2 })), gate.typed(1003)]);
    await gate.settle();
    expect((await store.scans(0, 10)).map(({ seq, number, settled }) => [seq, number, settled])).toEqual([[1, 1001, true], [2, 1004, true], [3, 1003, true]]);
  });

  test('without a pass, and a door without one', async () => {
    const gate = await enrolled();
    await gate.withoutPass();
    expect(gate.open && gate.open.told).toMatchObject({ verdict: 'ask', reason: 'none' });
    await gate.chosen('40号楼 102');
    expect(gate.open && gate.open.scan).toMatchObject({ how: 'door', door: '40号楼 102', verdict: 'ask' });
  });

  test('whoever was said to come in comes in, also when his door is named then', async () => {
    const gate = await enrolled();
    await gate.withoutPass();
    expect(gate.open && gate.open.scan.direction).toBe('out');
    await gate.turn('in');
    await gate.chosen('40号楼 102');
    expect(gate.open && gate.open.scan).toMatchObject({ how: 'door', door: '40号楼 102', direction: 'in' });
  });
});

describe('a wrong clock', () => {
  test('is corrected from the last answer, and the device\'s own time is what is uploaded', async () => {
    server.ahead = -10 * MINUTE; // the device runs ten minutes fast
    const gate = await enrolled();
    expect(gate.now()).toBe(NOON - 10 * MINUTE);
    server.down = true;
    later(HOUR);
    const issued = Math.floor(gate.now() / 1000);
    await gate.scanned(code(1001, { onPhone: true, issuedAt: issued, expiresAt: issued + 90 }));
    expect(gate.open && gate.open.told.verdict).toBe('go');
    expect(gate.open && gate.open.scan.at).toBe(NOON + HOUR);
    expect(gate.age()).toBe(HOUR);
  });
});

describe('the queue', () => {
  const shift = async (gate: Gate, people: number): Promise<void> => {
    for (let i = 0; i < people; i++) {
      await gate.scanned(code(3000 + i, { issuedAt: NOON / 1000 + 1 }));
      later(1000);
    }
    await gate.settle();
  };

  test('days without network go up in order, in batches, each once', async () => {
    const gate = await enrolled();
    server.down = true;
    await shift(gate, 2 * BATCH + 50);
    await gate.run();
    expect([gate.waiting, gate.state, server.stored.size]).toEqual([450, 'offline', 0]);
    later(3 * DAY);
    server.down = false;
    await gate.run();
    expect(server.batches.map((batch) => batch.length)).toEqual([200, 200, 50]);
    expect(sent().map((scan) => scan.seq)).toEqual(Array.from({ length: 450 }, (_, i) => i + 1));
    expect(gate.waiting).toBe(0);
    expect(Object.keys(sent()[0] as object)).not.toContain('counter'); // what is the device's own stays there
  });

  test('a tab killed before the guard decided loses nothing', async () => {
    const killed = await enrolled();
    await killed.scanned(code(1001));
    killed.stop();
    const next = await open();
    expect(next.waiting).toBe(1);
    expect(server.stored.size).toBe(0); // the other tab might still stand open
    later(11 * MINUTE);
    server.news = snapshot({ outs: [[1001, NOON, 0]] });
    await next.run();
    expect(sent()).toMatchObject([{ number: 1001, verdict: 'go', seq: 1 }]);
    await next.scanned(code(1002));
    expect(next.open && next.open.told.direction).toBe('in');
  });

  test('a lost answer is asked for again, and stored once', async () => {
    const gate = await enrolled();
    await shift(gate, 3);
    server.losesAnswers = true;
    await gate.run();
    expect([gate.waiting, gate.state]).toEqual([3, 'offline']);
    server.losesAnswers = false;
    await gate.run();
    expect([gate.waiting, server.stored.size, server.batches.length]).toEqual([0, 3, 2]);
  });

  test('two tabs do no harm to each other', async () => {
    const one = await enrolled();
    const two = await open();
    await Promise.all([shift(one, 3), two.typed(1001).then(() => two.settle())]);
    await Promise.all([one.run(), two.run()]);
    await one.run();
    expect(server.stored.size).toBe(4);
    expect(await store.scans(0, 10)).toEqual([]);
  });

  test('one that the server does not take holds up nobody else, and stays', async () => {
    const gate = await enrolled();
    await shift(gate, 5);
    server.poison = ((await store.scans(0, 10))[2] as { id: string }).id;
    await gate.run();
    expect([server.stored.size, gate.waiting, gate.state]).toEqual([4, 1, 'ok']);
  });

  test('what was sent counts here until the list holds it, and only once', async () => {
    const gate = await enrolled();
    await gate.scanned(code(1001));
    await gate.settle();
    server.news = snapshot({ seq: 2, full: false, outs: [[1001, NOON, 0]] });
    await gate.run();
    expect(await store.scans(0, 10)).toEqual([]);
    await gate.scanned(code(1002));
    expect(gate.open && gate.open.told.direction).toBe('in');
  });

  test('the waits grow, and scanning does not put off the next try', async () => {
    expect([0, 1, 2, 3, 20].map(waitAfter)).toEqual([60000, 5000, 10000, 20000, 300000]);
    const gate = await enrolled();
    server.down = true;
    await gate.run();
    const before = server.asked.length;
    for (let i = 0; i < 4; i++) {
      await gate.typed(1001);
      await gate.settle();
      await vi.advanceTimersByTimeAsync(2000);
    }
    expect(server.asked.length).toBe(before + 1);
  });

  test('a server that asks to wait is given time, and nothing is lost', async () => {
    const gate = await enrolled();
    server.status = 429;
    await gate.typed(1001);
    await gate.settle();
    await gate.run();
    const before = server.asked.length;
    await vi.advanceTimersByTimeAsync(4000);
    expect([server.asked.length, gate.waiting, gate.device !== undefined]).toEqual([before, 1, true]);
    server.status = 0;
    await vi.advanceTimersByTimeAsync(60000);
    expect([server.stored.size, gate.waiting]).toEqual([1, 0]);
  });

  test('a settled scan goes up by itself', async () => {
    const gate = await enrolled();
    await gate.typed(1001);
    await gate.settle();
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.stored.size).toBe(1);
  });
});

test('a browser that does not store is told of, and the next person is still taken', async () => {
  const gate = await enrolled();
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(store, 'add').mockRejectedValueOnce(new Error('the disk is full'));
  await gate.typed(1001);
  expect([gate.failed, gate.open]).toEqual([true, undefined]);
  await gate.typed(1003);
  expect(gate.open && gate.open.told.verdict).toBe('stop');
  vi.spyOn(store, 'read').mockRejectedValueOnce(new Error('the connection is lost'));
  await gate.run();
  await gate.run();
  expect(gate.state).toBe('ok');
  expect(errors).toHaveBeenCalledTimes(2);
  errors.mockRestore();
});

describe('from the desk', () => {
  test('wiped: nothing is left, and it is said', async () => {
    const gate = await enrolled();
    await gate.typed(1001);
    await gate.settle();
    server.status = 410;
    await gate.run();
    expect([gate.state, gate.device, gate.list, gate.waiting, gate.open]).toEqual(['wiped', undefined, undefined, 0, undefined]);
    expect(await store.scans(0, 10)).toEqual([]);
    expect((await open()).state).toBe('wiped');
  });

  test('wiped: all that waits is sent first, in all its batches', async () => {
    const gate = await enrolled();
    server.down = true;
    for (let i = 0; i < BATCH + 5; i++) await gate.scanned(code(3000 + i, { issuedAt: NOON / 1000 + 1 }));
    await gate.settle();
    server.down = false;
    server.status = 410;
    await gate.run();
    expect([gate.state, server.stored.size]).toEqual(['wiped', BATCH + 5]);
  });

  test('the first list of a day is a whole one, later ones are what changed', async () => {
    const gate = await enrolled();
    await gate.run();
    later(13 * HOUR);
    await gate.run();
    const lists = server.asked.filter((url) => url.indexOf('snapshot') >= 0).map((url) => url.split('?')[1]);
    expect(lists.slice(0, 3)).toEqual(['waiting=0', `waiting=0&since=1&at=${NOON}`, 'waiting=0']);
  });

  test('each list that it asks for tells how many scans it still holds', async () => {
    const gate = await enrolled();
    await gate.typed(1001);
    await gate.settle();
    await gate.typed(1003); // nobody settled it yet: it stays
    await gate.run();
    expect(server.asked[server.asked.length - 1]).toBe(`/api/gate/snapshot?waiting=1&since=1&at=${NOON}`);
  });

  test('an unknown token: enrol anew, and what waits goes up then', async () => {
    const gate = await enrolled();
    server.status = 401;
    await gate.typed(1001);
    await gate.settle();
    await gate.run();
    expect([gate.state, gate.device, gate.waiting]).toEqual(['enrol', undefined, 1]);
    server.status = 0;
    await gate.enrol('12345678');
    await gate.run();
    expect([gate.waiting, server.stored.size]).toEqual([0, 1]);
  });

  test('what waits for another community is kept, and not sent to this one', async () => {
    const gate = await enrolled();
    await gate.typed(1001);
    await gate.settle();
    const [scan] = await store.scans(0, 1);
    await store.change({ ...(scan as NonNullable<typeof scan>), community: COMMUNITY + 1 });
    await gate.run();
    expect([server.stored.size, gate.waiting]).toEqual([0, 1]);
  });

  test('a revoked pass is stopped after one list, and the age of the list is told before', async () => {
    const gate = await enrolled();
    server.down = true;
    later(13 * HOUR);
    await gate.scanned(code(1001));
    expect([gate.open && gate.open.told.verdict, gate.age()]).toEqual(['go', 13 * HOUR]);
    await gate.settle('stop');
    server.down = false;
    server.news = snapshot({ seq: 2, full: false, revoked: [1001, 1006] });
    await gate.run();
    later(MINUTE);
    await gate.scanned(code(1001));
    expect([gate.open && gate.open.told.reason, gate.age()]).toEqual(['revoked', MINUTE]);
  });
});

describe('what was decided is taken back', () => {
  test('after it was sent and the list holds it: it counts no more here, and the correction goes up', async () => {
    const gate = await enrolled();
    await gate.scanned(code(1001));
    await gate.settle();
    const [first] = await store.scans(0, 1);
    server.news = snapshot({ seq: 2, full: false, outs: [[1001, NOON, 0]] });
    await gate.run();
    expect(gate.undoable).toBe(true);
    await gate.undo(false);
    expect([gate.open, gate.last && gate.last.nobody, gate.undoable]).toEqual([undefined, true, false]);
    server.news = snapshot({ seq: 3, full: false, gone: [[1001, NOON, 0]] });
    await gate.run();
    expect(sent()).toMatchObject([{ id: first && first.id, verdict: 'go' }, { corrects: first && first.id, nobody: true, seq: 2 }]);
    later(MINUTE);
    await gate.scanned(code(1002));
    expect(gate.open && gate.open.told).toMatchObject({ verdict: 'go', direction: 'out' }); // nobody of the household is outside
  });

  test('a tab opened anew counts what corrects and not what was corrected', async () => {
    const gate = await enrolled();
    server.down = true;
    await gate.scanned(code(1001));
    await gate.settle();
    await gate.undo(true);
    await gate.settle('stop', '', 'holder');
    const again = await open();
    expect(again.waiting).toBe(2);
    await again.scanned(code(1002));
    expect(again.open && again.open.told).toMatchObject({ verdict: 'go', direction: 'out' });
  });

  test('after the page was loaded anew, also where it was sent, and only for two minutes', async () => {
    const gate = await enrolled();
    await gate.scanned(code(1001));
    await gate.settle();
    await gate.run();
    expect(await store.scans(0, 10)).toEqual([]);
    const again = await open();
    expect([again.last && again.last.verdict, again.lastDoor, again.undoable]).toEqual(['go', '38号楼 1-101', true]);
    await again.undo(true);
    expect(again.open && again.open.scan).toMatchObject({ how: 'code', number: 1001, verdict: 'go' });
    await again.settle();
    later(3 * MINUTE);
    await again.run();
    expect([(await open()).last, await store.read('last')]).toEqual([undefined, undefined]);
  });

  test('once, also where the page is closed before the new decision', async () => {
    const gate = await enrolled();
    server.down = true;
    await gate.scanned(code(1001));
    await gate.settle();
    await gate.undo(true);
    const again = await open();
    expect([again.undoable, again.waiting]).toEqual([false, 2]);
  });

  test('only within two minutes, and once', async () => {
    const gate = await enrolled();
    await gate.typed(1001);
    await gate.settle();
    later(3 * MINUTE);
    expect(gate.undoable).toBe(false);
    await gate.undo(true);
    expect([gate.open, gate.waiting]).toEqual([undefined, 1]);
  });
});

test('a record that the server cannot read stays here alone, and the guard is told why', async () => {
  const gate = await enrolled();
  await gate.typed(1001);
  await gate.typed(1003);
  await gate.settle();
  server.bad = [{ id: ((await store.scans(0, 1))[0] as { id: string }).id, reason: '这一条有看不懂的字。' }];
  await gate.run();
  expect([server.stored.size, gate.waiting, gate.refused]).toEqual([1, 1, '这一条有看不懂的字。']);
});

test('a breach that the server does not take stays with the reason, until the guard has told it otherwise', async () => {
  const gate = await enrolled();
  expect(await gate.report({ kind: 'gap', spot: '水闸' })).toBe(true);
  const [report] = gate.breaches();
  server.bad = [{ id: report ? report.id : '', reason: '没修好的已经有 500 处，没有再记。' }];
  await gate.run();
  expect([gate.breaches().map((each) => each.refused), server.breaches.size, gate.waiting]).toEqual([['没修好的已经有 500 处，没有再记。'], 0, 1]);
  await gate.dropReport(report ? report.id : '');
  expect([gate.breaches().length, gate.waiting]).toEqual([0, 0]);
});

test('a breach whose photo is too much for the network\'s gateway goes without it', async () => {
  const gate = await enrolled();
  await gate.report({ kind: 'gap', spot: '水闸', photo: 'QUJD' });
  await gate.report({ kind: 'climbed', spot: '河边' });
  server.refusesPhotos = true;
  await gate.run();
  await gate.run();
  expect(Array.from(server.breaches.values()).map(({ spot, photo }) => [spot, photo]).sort()).toEqual([['水闸', undefined], ['河边', undefined]]);
  expect(gate.waiting).toBe(0);
});

test('a photo that a slow network does not take holds up neither a scan nor the list', async () => {
  const gate = await enrolled();
  await gate.report({ kind: 'gap', spot: '水闸', photo: 'QUJD' });
  await gate.typed(1001);
  await gate.settle();
  const lists = server.lists;
  server.losesPhotos = true;
  await gate.run();
  expect([server.stored.size, server.lists, server.breaches.size, gate.waiting]).toEqual([1, lists + 1, 0, 1]);
  server.losesPhotos = false;
  await gate.run();
  expect([server.breaches.size, gate.waiting]).toEqual([1, 0]);
});

test('a report that the server refuses without saying why is told to the guard', async () => {
  const gate = await enrolled();
  await gate.report({ kind: 'gap', spot: '水闸' });
  await gate.report({ kind: 'climbed', spot: '河边' });
  server.refusesSpot = '水闸';
  await gate.run();
  expect(gate.breaches().map(({ spot, refused }) => [spot, !!refused])).toEqual([['水闸', true]]);
  expect(server.breaches.size).toBe(1);
});
