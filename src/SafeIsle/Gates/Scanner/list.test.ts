import { expect, test } from 'vitest';
import { apply, doorOf, passesOf } from './list';
import { HOUR, NOON, packed, snapshot } from './testing';

test('a full list is unpacked', () => {
  const list = apply(undefined, snapshot({ passes: packed([[9999999, 20, 255, 4], [70000, 1, 0, 300]]) }));
  expect(list.passes.get(9999999)).toEqual({ number: 9999999, counter: 9999999, rule: 20, version: 255, door: 4 });
  expect(doorOf(list, list.passes.get(9999999))).toBe('40号楼 102');
  expect(doorOf(list, list.passes.get(70000))).toBe('');
});

test('passes of a household share a counter, and are found by their door', () => {
  const list = apply(undefined, snapshot());
  expect(passesOf(list, 0).map(({ number, counter }) => [number, counter])).toEqual([[1001, 1001], [1002, 1001]]);
});

test('a later list changes what it names and keeps the rest', () => {
  const first = apply(undefined, snapshot({ outs: [[1001, NOON - HOUR, 0]] }));
  const next = apply(first, snapshot({
    seq: 2, full: false, at: NOON + HOUR, doors: null, passes: null, revoked: [1003], held: [],
    changed: [{ number: 1004, counter: 1004, rule: 3, version: 259, door: 2, state: 'valid' }, { number: 1005, counter: 1005, rule: 1, version: 1, door: 3, state: 'revoked' }],
    outs: [[1001, NOON - HOUR, 0], [1001, NOON, 1]],
  }));
  expect([next.seq, next.passes.size, next.doors.length]).toEqual([2, 4, 5]);
  expect((next.passes.get(1004) || { version: 0 }).version).toBe(3);
  expect([next.revoked.has(1003), next.revoked.has(1006), next.held.size]).toEqual([true, true, 0]);
  expect(next.moves).toHaveLength(2); // the repeated one once
  expect(first.passes.size).toBe(5);
});

test('nothing changed: the passes are the same object, which is then not stored again', () => {
  const first = apply(undefined, snapshot());
  expect(apply(first, snapshot({ full: false, changed: [] })).passes).toBe(first.passes);
});

test('a whole list forgets what was void, a later one only what is good again', () => {
  const first = apply(undefined, snapshot({ revoked: [1006, 1007] }));
  const again = apply(first, snapshot({
    full: false, revoked: [], changed: [{ number: 1007, counter: 1007, rule: 1, version: 2, door: 1, state: 'valid' }],
  }));
  expect([...again.revoked]).toEqual([1006]);
  expect([...apply(again, snapshot({ revoked: [1008] })).revoked]).toEqual([1008]);
});

test('used passes of visitors are known from list to list, until one is good again', () => {
  const first = apply(undefined, snapshot({ revoked: [1006, 1007], spent: [1007] }));
  const next = apply(first, snapshot({ full: false, revoked: [1008], spent: [1008], changed: [] }));
  expect([...(next.spent || [])]).toEqual([1007, 1008]);
  const again = apply(next, snapshot({ full: false, revoked: [], changed: [{ number: 1007, counter: 1007, rule: 200, version: 1, door: 1, state: 'valid' }] }));
  expect([...(again.spent || [])]).toEqual([1008]);
});

test('packed moves belong to the counters of the passes, in their order', () => {
  const from = NOON / 1000 - 24 * 3600;
  const bytes = (...all: number[]): string => btoa(String.fromCharCode(...all));
  const times = [3600 * 2, 70000 * 2 + 1, 80000 * 2];
  const list = apply(undefined, snapshot({
    moves: { from, counts: bytes(2, 0, 0, 1, 0), high: bytes(...times.map((t) => t >> 16)), low: bytes(...times.reduce<number[]>((all, t) => all.concat((t >> 8) & 255, t & 255), [])) },
    outs: [[1005, NOON, 1]],
  }));
  expect(list.moves).toEqual([
    { counter: 1001, at: (from + 3600) * 1000, direction: 'out' }, { counter: 1001, at: (from + 70000) * 1000, direction: 'in' },
    { counter: 1004, at: (from + 80000) * 1000, direction: 'out' }, { counter: 1005, at: NOON, direction: 'in' },
  ]);
});
