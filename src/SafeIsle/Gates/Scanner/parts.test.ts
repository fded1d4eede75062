import { describe, expect, test } from 'vitest';
import breachCases from '../../../../tests/vectors/breach-rules.json';
import reasons from '../../../../tests/vectors/scan-reasons.json';
import { whyNot } from './breaches';
import { places, search } from './doors';
import { newId } from '../../Platform/Ui/device-id';
import { press, readTemperature } from './keypad';
import { isWeChatOnIos, listAge } from './status';
import { DAY, HOUR, MINUTE, NOON } from './testing';
import { Wedge } from './wedge';
import { OWN_REASONS, reasonWords } from './words';

test.each([
  ['365', 365], ['36.6', 366], ['366', 366], ['３６６', 366], ['３６．６', 366], ['36。6', 366], ['36，6', 366], ['36', 360], ['36度6', 366],
  ['36.6℃', 366], ['340', 340], ['430', 430], ['339', null], ['431', null], ['3', null], ['3666', null], ['', null], ['abc', null],
])('temperature %s', (typed, tenths) => expect(readTemperature(typed)).toBe(tenths));

test('keys of a keypad', () => {
  expect(['3', '6', '5', '9', 'back', '4'].reduce((shown, key) => press(shown, key, 3), '')).toBe('364');
  expect(press('36', 'clear', 3)).toBe('');
});

describe('doors', () => {
  const all = places([
    { building: '38号楼', label: '1-501' }, { building: '38号楼', label: '2-501' }, { building: '38号楼', label: '2单元5011室' },
    { building: '3号楼', label: '501' }, { building: 'B12别墅', label: '' }, { building: '40号楼', label: '501-1' },
  ]);
  const found = (typed: string): number[] => search(all, typed).map((place) => place.index);

  test.each([
    ['38-2-501', [1, 2]], ['38号楼2单元501室', [1, 2]], ['３８－２－５０１', [1, 2]], ['38-501', [0, 1, 2]], ['38 2 5', [1, 2]], ['3-501', [3]],
    ['3', [3, 0, 1, 2]], ['40-501-1', [5]], ['b12', [4]], ['39-501', []], ['', []], ['号楼', []],
  ] as [string, number[]][])('%s', (typed, wanted) => expect(found(typed).sort()).toEqual([...wanted].sort()));

  test('the whole room comes first', () => expect(found('38-2-501')[0]).toBe(1));
  test('unit and room are told apart', () => expect(all.map(({ unit, room }) => [unit, room]).slice(0, 4)).toEqual([['1', '501'], ['2', '501'], ['2', '5011'], ['', '501']]));
});

test.each([
  [undefined, '没有名单', 'late'], [20 * 1000, '名单 刚刚', 'ok'], [3 * MINUTE, '名单 3 分钟前', 'ok'], [12 * HOUR, '名单 12 小时前', 'ok'],
  [12 * HOUR + 1, '名单 12 小时前', 'soon'], [24 * HOUR, '名单 24 小时前', 'soon'], [24 * HOUR + 1, '名单 24 小时前', 'late'], [5 * DAY, '名单 5 天前', 'late'],
])('a list of %s milliseconds', (age, words, level) => expect(listAge(age)).toEqual({ words, level }));

test('WeChat on an iPhone cannot work without network', () => {
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 15_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';
  expect(isWeChatOnIos(`${iphone} MicroMessenger/8.0.18`)).toBe(true);
  expect(isWeChatOnIos(iphone)).toBe(false);
  expect(isWeChatOnIos('Mozilla/5.0 (Linux; Android 10) MicroMessenger/8.0.18')).toBe(false);
});

test('ids are version 7, carry their time and order by it', () => {
  expect(newId(NOON)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(newId(NOON).replace('-', '').slice(0, 12), 16)).toBe(NOON);
  expect(newId(NOON) < newId(NOON + 1)).toBe(true);
});

describe('a hardware scanner', () => {
  const typed = (wedge: Wedge, text: string, every: number, from = 0): string | null => {
    let read: string | null = null;
    [...Array.from(text), 'Enter'].forEach((key, i) => { read = wedge.key(key, from + i * every); });
    return read;
  };
  test('types quickly and ends with Enter', () => expect(typed(new Wedge(), 'SI1:ABC 12', 5, 1000)).toBe('SI1:ABC 12'));
  test('fingers are slower', () => expect(typed(new Wedge(), '12345678', 150, 1000)).toBeNull());
  test('may stumble once it has begun a pass', () => {
    const wedge = new Wedge();
    Array.from('SI1:AB').forEach((key, i) => wedge.key(key, 1000 + i));
    expect(typed(wedge, 'CD', 500, 1500)).toBe('SI1:ABCD');
  });
  test('what fingers typed before is not part of it', () => {
    const wedge = new Wedge();
    wedge.key('3', 1000);
    expect(typed(wedge, 'SI1:ABC', 5, 2000)).toBe('SI1:ABC');
    expect(typed(wedge, '', 5, 3000)).toBeNull();
  });
});

test.each(reasons)('$code is picked and logged as $words', ({ code, words }) => {
  expect(OWN_REASONS[code] || reasonWords(code)).toBe(words);
});

test.each(breachCases)('a breach says enough: $why', ({ why, ...report }) => {
  expect(whyNot(report as Parameters<typeof whyNot>[0])).toBe(why);
});
