import { describe, expect, test } from 'vitest';
import { plainColours } from './plain-colours.mjs';
import { purge, reachable, wordsOf } from './purge-css.mjs';
import { remSizes } from './rem-sizes.mjs';

const used = wordsOf('<div class="card w-1/2" id="top" data-kind="x"></div>');

describe('purge', () => {
  test.each([
    ['.card', true],
    ['body > .card:hover::before', true],
    ['.btn', false],
    ['.card .btn', false],
    ['.card:not(.btn)', true],
    ['.card:is(.btn, .w-1\\/2)', true],
    ['.card:is(.btn, .row)', false],
    ['#top', true],
    ['#bottom', false],
    ['[data-kind=x]', true],
    ['[data-other]', false],
    ['[data-kind=dark] .card', false],
    ['input[type=checkbox]', true],
    ['[class*=navbar-]', true],
  ])('%s reachable: %s', (selector, expected) => {
    expect(reachable(selector, used)).toBe(expected);
  });

  test('keeps the reachable part of a rule and drops empty groups', () => {
    const css = '/* } */ .card, .btn { color: red } @media print { .btn { color: red } .card { color: blue } } @media (x) { .btn{} }';
    expect(purge(css, used)).toBe('.card{color: red}\n@media print{.card{color: blue}\n}\n');
  });

  test('drops the dark look, variables that nothing reads and keyframes that nothing plays', () => {
    const css = `:root { --a: 1px; --b: var(--a); --c: var(--b); --d: url(data:image/svg+xml;x,{}) }
      @media (prefers-color-scheme:dark) { .card { color: #fff } }
      @keyframes spin { to { top: 0 } } @keyframes blink { to { top: 1px } }
      .card { margin: var(--b); animation: spin 1s }`;
    const text = purge(css, used);
    expect(text).toContain('--a: 1px; --b: var(--a)');
    expect(text).not.toMatch(/--c|--d|dark|blink/);
    expect(text).toContain('@keyframes spin');
  });

  test('quotes and urls may hold anything', () => {
    const css = `.card { background: url("data:;}{,") ; content: ";}" } .btn { a: b }`;
    expect(purge(css, used)).toBe('.card{background: url("data:;}{,") ; content: ";}"}\n');
  });
});

describe('plainColours', () => {
  test('settles light-dark and oklch', () => {
    expect(plainColours('a: light-dark(var(--x, rgb(1, 2, 3)), #000); b: oklch(100% 0 0deg)'))
      .toBe('a: var(--x, rgb(1, 2, 3)); b: rgb(255, 255, 255)');
    expect(plainColours('oklch(62.8% 0.2577 29.23deg)')).toBe('rgb(255, 0, 0)');
    expect(plainColours('oklch(0% 0 0deg / 50%)')).toBe('rgba(0, 0, 0, 50%)');
  });
});

describe('remSizes', () => {
  test('body text is one rem, small print stays readable', () => {
    expect(remSizes('font-size: 17px; font-size:10px;font-size: calc(1px * 17); font-size: 0; width: 17px'))
      .toBe('font-size: 1rem; font-size:0.84rem;font-size: 1rem; font-size: 0; width: 17px');
  });
});
