import { expect, test } from 'vitest';
import { json } from './json';

test('half a character is sent as a lost one, whole ones as they are', () => {
  expect(JSON.parse(json({ a: 'x\ud83d', b: ['\ude00y', '😀好'], c: 1, d: null }))).toEqual({ a: 'x\ufffd', b: ['\ufffdy', '😀好'], c: 1, d: null });
});
