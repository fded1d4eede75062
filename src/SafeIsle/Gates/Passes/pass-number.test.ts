import { expect, test } from 'vitest';
import vectors from '../../../../tests/vectors/pass-numbers.json';
import { passNumberText, readPassNumber } from './pass-number';

test.each(vectors)('$typed', ({ typed, number, says }) => {
  expect(readPassNumber(typed)).toEqual(says === undefined ? { ok: true, number } : { ok: false, sentence: says });
});

test('a number is printed as it is read', () => {
  expect(passNumberText(1234567)).toBe('1234 5674');
  expect(passNumberText(5)).toBe('0000 0059');
  for (let number = 0; number <= 9_999_999; number += 9973) {
    expect(readPassNumber(passNumberText(number))).toEqual({ ok: true, number });
  }
});
