import { beforeEach, expect, it } from 'vitest';

import { enhance, next } from './text-size.island';

const link = (by: number) => document.querySelector<HTMLAnchorElement>(`a[data-by="${by}"]`)!;

beforeEach(() => {
  delete document.documentElement.dataset.text;
  document.body.innerHTML = '<input value="typed"><nav data-text-size><a data-by="-1" hidden>小</a><a data-by="1">大</a></nav>';
  enhance();
});

it('goes from 18 to 30 px in three steps and no further', () => {
  expect([next(undefined, 1), next('large', 1), next('larger', 1), next('largest', 1)]).toEqual(['large', 'larger', 'largest', undefined]);
  expect([next('large', -1), next(undefined, -1)]).toEqual(['usual', undefined]);
});

it('changes the page in place, keeps it and offers only what is left', () => {
  expect(link(-1).hidden).toBe(true);
  link(1).click();
  expect(document.documentElement.dataset.text).toBe('large');
  expect(document.cookie).toContain('safeisle-text=large');
  expect(link(-1).hidden).toBe(false);
  link(1).click();
  link(1).click();
  expect(link(1).hidden).toBe(true);
  expect(document.querySelector('input')!.value).toBe('typed');
});
