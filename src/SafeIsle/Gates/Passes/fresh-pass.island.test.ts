import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ageWords } from './fresh-pass.island';

const NOW = Date.parse('2026-03-23T12:00:00+08:00');
const FRESH = '二维码会自动更新，截图没有用。';

let answers: (() => Promise<Response>) | undefined; // undefined: no network
const asked = vi.fn();
const page = (code: string): string => `<fresh-pass made="${NOW}" every="20" good="45"><p class="code">${code}</p></fresh-pass>`;
const line = (): string => document.querySelector('[role=status]')?.textContent || '';
const code = (): string => document.querySelector('.code')?.textContent || '';
const after = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * 1_000);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  answers = undefined;
  asked.mockClear();
  vi.stubGlobal('fetch', async () => {
    asked();
    if (!answers) throw new TypeError('Failed to fetch');
    return answers();
  });
  document.body.innerHTML = page('first');
});
afterEach(() => {
  document.body.innerHTML = '';
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the words tell the age once the code is no longer good: in seconds, then in minutes', () => {
  expect(ageWords(45, 45)).toBe(FRESH);
  expect(ageWords(46, 45)).toBe('没有网络，这个码是 46 秒前的。请给门岗看，并报编号。');
  expect(ageWords(119, 45)).toContain('119 秒前');
  expect(ageWords(120, 45)).toContain('2 分钟前');
  expect(ageWords(3_599, 45)).toContain('59 分钟前');
});

test('without network the code stays, and the line says how old it is', async () => {
  expect(line()).toBe(FRESH);
  await after(19);
  expect(asked).not.toHaveBeenCalled();
  await after(1);
  expect(asked).toHaveBeenCalledTimes(1);
  await after(25);
  expect(line()).toBe(FRESH);
  await after(2);
  expect(line()).toBe('没有网络，这个码是 47 秒前的。请给门岗看，并报编号。');
  await after(133);
  expect(line()).toContain('3 分钟前');
  expect(code()).toBe('first');
});

test('an error of the server is no network either', async () => {
  answers = async () => new Response('busy', { status: 503 });
  await after(60);
  expect(code()).toBe('first');
  expect(line()).toContain('没有网络');
});

test('what is fetched takes the place of the old code, and its age begins anew', async () => {
  await after(90);
  expect(line()).toContain('90 秒前');
  answers = async () => new Response(page('second'), { status: 200 });
  await after(2);
  expect(code()).toBe('second');
  expect(line()).toBe(FRESH);
  const before = asked.mock.calls.length;
  await after(15);
  expect(asked).toHaveBeenCalledTimes(before);
});

test('coming back into sight asks at once; gone, it asks no more and leaves no line', async () => {
  document.dispatchEvent(new Event('visibilitychange'));
  await after(0);
  expect(asked).toHaveBeenCalledTimes(1);
  document.querySelector('fresh-pass')?.remove();
  expect(line()).toBe('');
  await after(120);
  expect(asked).toHaveBeenCalledTimes(1);
});
