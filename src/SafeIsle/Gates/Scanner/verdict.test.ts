import { describe, expect, test, vi } from 'vitest';
import { apply } from './list';
import type { Direction } from './store';
import { COMMUNITY, DAY, HOUR, MINUTE, NOON, code, packed, rule, snapshot } from './testing';
import { type Known, findCode, findDoor, findNumber, tell } from './verdict';

vi.mock('../Passes/pass-code', async () => (await import('./testing')).passCodes);

const list = apply(undefined, snapshot());
const known: Known = { list, community: COMMUNITY, own: [] };
const told = async (text: string, at = NOON, with_: Partial<Known> = {}): Promise<{ verdict: string; reason: string }> => {
  const all = { ...known, ...with_ };
  const { verdict, reason } = tell(await findCode(text, all, at), all, at);
  return { verdict, reason };
};

test('a gate that was closed asks about everybody', () => {
  const closed = { ...known, list: apply(undefined, snapshot({ gate: { id: 'g', name: '1号门', open: false } })) };
  expect(tell(findNumber(1001, closed), closed, NOON)).toMatchObject({ verdict: 'ask', reason: 'gateClosed' });
  expect(tell(findNumber(1003, closed), closed, NOON).reason).toBe('barred');
});

describe('at the entrance of an enclosure', () => {
  const divided = apply(undefined, snapshot({ elsewhere: [{ name: '三号围合', gate: '西侧口', doors: [3, 1, 0, 2] }] }));
  const there = { ...known, list: divided };

  test('those of another one are asked to their own on the way out, and never kept from coming in', () => {
    expect(tell(findNumber(1001, there), there, NOON)).toMatchObject({ verdict: 'ask', reason: 'otherEntrance', sentence: '住在三号围合，请走西侧口；有急事打电话问居委会。' });
    expect(tell(findNumber(1001, there), there, NOON, 'in').verdict).toBe('go');
  });

  test('what the rules say goes before, and its own people go out', () => {
    expect(tell(findNumber(1003, there), there, NOON)).toMatchObject({ verdict: 'stop', reason: 'barred' });
    expect(tell(findNumber(1004, there), there, NOON)).toMatchObject({ verdict: 'go', reason: 'ok' });
  });

  test('a scanned code is told the same', async () => {
    expect(await told(code(1001), NOON, { list: divided })).toEqual({ verdict: 'ask', reason: 'otherEntrance' });
  });

  test('a later list leaves it as it was, or says that there is none any more; a whole one says all', () => {
    const reasonAfter = (more: Parameters<typeof snapshot>[0]): string => {
      const next = { ...known, list: apply(divided, snapshot({ full: false, changed: [], ...more })) };
      return tell(findNumber(1001, next), next, NOON).reason;
    };
    expect(reasonAfter({})).toBe('otherEntrance');
    expect(reasonAfter({ elsewhere: [] })).toBe('ok');
    expect(reasonAfter({ full: true })).toBe('ok');
  });
});

describe('a visitor', () => {
  const guests = apply(undefined, snapshot({ rules: [rule(200, { exempt: true, times: 0 })], passes: packed([[1007, 200, 1, 0]]) }));
  const moved = (...directions: Direction[]): Known => ({
    ...known, list: guests, own: directions.map((direction, i) => ({ counter: 1007, at: NOON - (10 - i) * MINUTE, direction })),
  });

  test.each([
    ['comes in first', [], undefined, 'in', 'go', 'in'],
    ['and not a second time', ['in'], 'in', 'in', 'ask', 'alreadyIn'],
    ['then leaves', ['in'], undefined, 'out', 'go', 'ok'],
    ['and is not let in again, also without network', ['in', 'out'], undefined, 'in', 'ask', 'spent'],
    ['nor out', ['in', 'out'], 'out', 'out', 'stop', 'spent'],
  ] as [string, Direction[], Direction | undefined, Direction, string, string][])('%s', (_, before, chosen, direction, verdict, reason) =>
    expect(tell(findNumber(1007, moved(...before)), moved(...before), NOON, chosen)).toMatchObject({ direction, verdict, reason }));

  test('whose code was used hears that it was, by code and by number; one taken back is void as any other', async () => {
    const after = { ...known, list: apply(undefined, snapshot({ revoked: [1006, 1009], spent: [1009] })) };
    const sentence = '这张证已经用过，只能进出一次；再来请重新登记。';
    expect(tell(findNumber(1009, after), after, NOON)).toMatchObject({ verdict: 'stop', reason: 'spent', sentence });
    expect(tell(await findCode(code(1009, { rule: 200 }), after, NOON), after, NOON, 'in')).toMatchObject({ verdict: 'ask', reason: 'spent', sentence });
    expect(tell(findNumber(1006, after), after, NOON)).toMatchObject({ reason: 'revoked', sentence: '这张证已经作废，请到居委会。' });
  });
});

describe('a scanned code', () => {
  test.each([
    ['good', code(1001), 'go', 'ok'],
    ['barred by its rule', code(1003, { rule: 2 }), 'stop', 'barred'],
    ['held', code(1005), 'stop', 'held'],
    ['revoked', code(1006), 'stop', 'revoked'],
    ['an earlier edition of a reprinted card', code(1004, { rule: 3, version: 1 }), 'stop', 'revoked'],
    ['a later edition than the list knows', code(1004, { rule: 3, version: 3 }), 'go', 'ok'],
    ['of another community', code(1001, { community: 990101001002 }), 'ask', 'elsewhere'],
    ['ended: signed before the list, not in it', code(2000), 'ask', 'unknown'],
    ['new: signed after the list was made', code(2000, { issuedAt: NOON / 1000 + 1 }), 'go', 'ok'],
    ['past its last day', code(1001, { expiresAt: (NOON - DAY) / 1000 }), 'stop', 'expired'],
    ['with a rule that nobody knows', code(2000, { issuedAt: NOON / 1000 + 1, rule: 9 }), 'ask', 'rule'],
    ['not ours', 'foreign', 'ask', 'foreign'],
    ['half read', 'damaged', 'ask', 'damaged'],
    ['by an unknown key', 'key', 'ask', 'key'],
    ['forged', 'forged', 'stop', 'forged'],
  ])('%s', async (_, text, verdict, reason) => expect(await told(text)).toEqual({ verdict, reason }));

  test('edition 0 follows 255', async () => {
    const turned = apply(undefined, snapshot());
    turned.passes.set(1001, { number: 1001, counter: 1001, rule: 1, version: 255, door: 0 });
    expect((await told(code(1001, { version: 256 }), NOON, { list: turned })).verdict).toBe('go');
    expect((await told(code(1001, { version: 254 }), NOON, { list: turned })).reason).toBe('revoked');
  });

  test('a code of a phone is a screenshot after a minute', async () => {
    const phone = code(1001, { onPhone: true, issuedAt: NOON / 1000, expiresAt: NOON / 1000 + 45 });
    expect((await told(phone, NOON + 60 * 1000)).verdict).toBe('go');
    expect(await told(phone, NOON + 61 * 1000)).toEqual({ verdict: 'ask', reason: 'stale' });
    expect(await told(phone, NOON - 10 * MINUTE)).toEqual({ verdict: 'ask', reason: 'clock' });
  });

  test('a stranger\'s code is not kept, ours is', async () => {
    expect((await findCode('foreign', known, NOON)).source).toEqual({ how: 'none' });
    expect((await findCode('damaged', known, NOON)).source).toEqual({ how: 'code', code: 'damaged' });
    expect((await findCode(code(1001), known, NOON)).source).toEqual({ how: 'code', code: code(1001), number: 1001 });
  });

  test('without a list everything is asked about', async () => {
    expect(await told('key', NOON, { list: undefined })).toEqual({ verdict: 'ask', reason: 'noList' });
    expect(tell(findNumber(1001, { ...known, list: undefined }), known, NOON).reason).toBe('noList');
  });
});

describe('uses', () => {
  const outAgo = (hours: number, counter = 1001): Known['own'] => [{ counter, at: NOON - hours * HOUR, direction: 'out' }];

  test('who is outside comes in, late after his time', async () => {
    expect(await told(code(1001), NOON, { own: outAgo(1) })).toEqual({ verdict: 'go', reason: 'in' });
    expect(await told(code(1001), NOON, { own: outAgo(4) })).toEqual({ verdict: 'go', reason: 'late' });
  });

  test('this device\'s own outs count at once, together with those of the list, for the whole household', async () => {
    const own = [...outAgo(3), { counter: 1001, at: NOON - 2 * HOUR, direction: 'in' as const }];
    expect(await told(code(1002, { counter: 1002 }), NOON, { own })).toEqual({ verdict: 'stop', reason: 'used' });
    const there = apply(undefined, snapshot({ outs: [[1001, NOON - 3 * HOUR, 0], [1001, NOON - 2 * HOUR, 1]] }));
    expect(await told(code(1001), NOON, { list: there })).toEqual({ verdict: 'stop', reason: 'used' });
  });

  test('the guard turns the direction round', async () => {
    const found = await findCode(code(1001), known, NOON);
    expect(tell(found, known, NOON, 'in')).toMatchObject({ direction: 'in', verdict: 'go', reason: 'notOut' });
    const free = await findCode(code(1004, { rule: 3, version: 2 }), known, NOON);
    expect(tell(free, { ...known, own: outAgo(1, 1004) }, NOON, 'out')).toMatchObject({ verdict: 'ask', reason: 'alreadyOut' });
  });

  test('coming in is never stopped', async () => {
    for (const text of [code(1003), code(1005), code(1006), 'forged']) {
      expect(tell(await findCode(text, known, NOON), known, NOON, 'in').verdict).not.toBe('stop');
    }
  });
});

describe('a number or a door', () => {
  test('is judged as its pass, and says that it proves nothing', () => {
    expect(tell(findNumber(1004, known), known, NOON)).toMatchObject({ verdict: 'go', look: '证上的姓名，工作证' });
    expect(tell(findNumber(1004, known, '38号楼 2-501'), known, NOON)).toMatchObject({ verdict: 'go', look: '证上的姓名，工作证' });
    expect(tell(findNumber(1006, known), known, NOON)).toMatchObject({ verdict: 'stop', reason: 'revoked' });
  });

  test('the name is looked at only where the card bears one and its holder may go', () => {
    const look = (number: number, at: Known, direction?: Direction): string => tell(findNumber(number, at), at, NOON, direction).look;
    expect([look(1001, known), look(1006, known), look(1004, known, 'in')]).toEqual(['', '', '证上的姓名']); // everybody's of a household; revoked; coming home
    const held = { ...known, list: apply(undefined, snapshot({ held: [1004] })) };
    expect(look(1004, held)).toBe('工作证');
    const guest = { ...known, list: apply(undefined, snapshot({ rules: [rule(200, { subject: 'person' })], passes: packed([[1007, 200, 1, 0]]) })) };
    expect(tell(findNumber(1007, guest), guest, NOON)).toMatchObject({ verdict: 'go', look: '' });
  });

  test('unknown ones are asked about', () => {
    expect(tell(findNumber(9999, known), known, NOON)).toMatchObject({ verdict: 'ask', reason: 'unknown' });
    expect(tell(findDoor('40号楼 102'), known, NOON)).toMatchObject({ verdict: 'ask', reason: 'noPass' });
  });
});

describe('a pass whose first day is yet to come', () => {
  const day = (at: number, of_: ReturnType<typeof apply>): unknown => tell(findNumber(1001, { ...known, list: of_ }), { ...known, list: of_ }, at).reason;
  const full = apply(undefined, snapshot({ passes: { ...packed([[1001, 1, 1, 0], [1003, 1, 1, 0]]), firsts: btoa(String.fromCharCode(2, 0)) } }));
  const changed = apply(list, snapshot({ full: false, changed: [{ number: 1001, counter: 1001, rule: 1, version: 1, door: 0, state: 'valid', from: '2022-03-25' }] }));

  test.each([['of a whole list', full], ['of a later one', changed]])('%s', async (_, list_) => {
    expect([day(NOON, list_), day(NOON + DAY, list_), day(NOON + 2 * DAY, list_)]).toEqual(['notYet', 'notYet', 'ok']);
    expect((await told(code(1001), NOON, { list: list_ })).reason).toBe('notYet');
  });

  test('says nothing of the others', () =>
    expect(tell(findNumber(1003, { ...known, list: full }), { ...known, list: full }, NOON).verdict).toBe('go'));
});

test('no sentence tells anybody\'s health', async () => {
  for (const text of [code(1005), code(1003), 'foreign', 'forged']) {
    const { sentence } = tell(await findCode(text, known, NOON), known, NOON);
    expect(sentence).toMatch(/。$/);
    expect(sentence).not.toMatch(/阳|感染|隔离|健康|核酸|病/);
  }
});
