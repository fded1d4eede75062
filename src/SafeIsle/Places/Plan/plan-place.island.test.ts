// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { spotAt } from './plan-place.island';

const page = `<plan-place><form action="/place"><select name="thing">
  <option value="a" data-x="10" data-y="20">北门（没放）</option><option value="b" data-x="1" data-y="2">1号楼（没放）</option></select>
  <input name="x"><input name="y"><p role="status"></p></form>
  <svg class="site-plan" viewBox="0 0 1000 1200" data-ground="1000"><g data-thing="a" visibility="hidden"></g><g data-thing="b"></g></svg></plan-place>`;
const box = { left: 0, top: 0, width: 500, height: 600 } as DOMRect;

beforeEach(() => {
  // As in a page, where the script runs after the whole of it is there.
  const whole = document.createElement('div');
  whole.innerHTML = page;
  document.body.replaceChildren(whole);
  const svg = document.querySelector('svg')!;
  svg.getBoundingClientRect = () => box;
  Object.assign(svg, { setPointerCapture: () => {}, hasPointerCapture: () => true });
});

afterEach(() => vi.unstubAllGlobals());

const point = (type: string, target: Element, clientX: number, clientY: number) =>
  target.dispatchEvent(Object.assign(new Event(type, { bubbles: true }), { clientX, clientY, pointerId: 1 }));

test('a point of the screen is thousandths of the ground, never outside', () => {
  expect(spotAt(box, 1200, 1000, 250, 250)).toEqual({ x: 500, y: 500 });
  expect(spotAt(box, 1200, 1000, 600, 590)).toEqual({ x: 1000, y: 1000 });
  expect(spotAt(box, 1200, 1000, -5, -5)).toEqual({ x: 0, y: 0 });
});

test('a tap puts the chosen thing there, sends it, and chooses the next', async () => {
  const sent = vi.fn(async () => ({ ok: true, url: location.href }));
  vi.stubGlobal('fetch', sent);
  const svg = document.querySelector('svg')!;
  point('pointerdown', svg, 50, 100);
  point('pointerup', svg, 50, 100);
  await vi.waitFor(() => expect(document.querySelector('[role=status]')!.textContent).toContain('北门已放好，下一个：1号楼'));
  const body = (sent.mock.calls[0] as unknown as [string, { body: URLSearchParams }])[1].body;
  expect(Object.fromEntries(body)).toEqual({ thing: 'a', x: '100', y: '200', act: 'put' });
  expect(document.querySelector('[data-thing=a]')!.getAttribute('visibility')).toBeNull();
  expect(document.querySelector('select')!.value).toBe('b');
});

test('a thing is dragged; touched only, it is chosen and stays', async () => {
  const sent = vi.fn(async () => ({ ok: true, url: location.href }));
  vi.stubGlobal('fetch', sent);
  const thing = document.querySelector('[data-thing=b]')!;
  point('pointerdown', thing, 10, 10);
  point('pointerup', thing, 12, 11);
  expect(document.querySelector('select')!.value).toBe('b');
  expect(sent).not.toHaveBeenCalled();
  point('pointerdown', thing, 10, 10);
  point('pointermove', thing, 250, 250);
  expect(thing.getAttribute('transform')).toBe('translate(500 500)');
  point('pointerup', thing, 250, 250);
  await vi.waitFor(() => expect(sent).toHaveBeenCalledTimes(1));
});

test('without network it says so and keeps what was tapped', async () => {
  vi.stubGlobal('fetch', async () => { throw new Error('offline'); });
  const svg = document.querySelector('svg')!;
  point('pointerdown', svg, 50, 100);
  point('pointerup', svg, 50, 100);
  await vi.waitFor(() => expect(document.querySelector('[role=status]')!.textContent).toContain('没有保存'));
  expect(document.querySelector<HTMLInputElement>('[name=x]')!.value).toBe('100');
});
