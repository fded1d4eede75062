import { beforeAll, describe, expect, test } from 'vitest';
import vectors from '../../../../tests/vectors/pass-codes.json';
import { importKey, readPassCode } from './pass-code';

let keys: ReadonlyMap<string, CryptoKey>;
beforeAll(async () => {
  keys = new Map(await Promise.all(vectors.keys.map(async ({ kid, x, y }) => [kid, await importKey(x, y)] as const)));
});

describe('readPassCode', () => {
  test.each(vectors.cases)('$name', async ({ text, pass, why }) => {
    expect(await readPassCode(text, keys)).toEqual(pass ? { ok: true, pass } : { ok: false, why });
  });
});
