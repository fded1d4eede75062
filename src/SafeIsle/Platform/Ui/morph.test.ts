import { beforeEach, describe, expect, test } from 'vitest';
import { morphChildren } from './morph';

let host: HTMLElement;
const find = <T extends HTMLElement>(selector: string): T => host.querySelector(selector) as T;

function start(html: string): void {
  document.body.innerHTML = '<div></div>';
  host = document.body.firstElementChild as HTMLElement;
  host.innerHTML = html;
}

function morph(html: string): void {
  const piece = document.createElement('template');
  piece.innerHTML = html;
  morphChildren(host, piece.content);
}

describe('morphChildren', () => {
  beforeEach(() => start('<p class="a">一</p><ul><li id="x">甲</li><li id="y">乙</li></ul>'));

  test('changes text, attributes and children', () => {
    morph('<p class="b" title="t">二</p><ul><li id="x">甲</li></ul><hr>');
    expect(host.innerHTML).toBe('<p class="b" title="t">二</p><ul><li id="x">甲</li></ul><hr>');
  });

  test('moves what has an id instead of making it anew', () => {
    const y = find('#y');
    morph('<p class="a">一</p><ul><li id="y">乙</li><li id="z">丙</li><li id="x">甲</li></ul>');
    expect(host.textContent).toBe('一乙丙甲');
    expect(find('#y')).toBe(y);
  });

  test('a removed row leaves its neighbours alone', () => {
    start('<b id="k">甲</b><i>乙</i>');
    const second = find('i');
    morph('<i>乙</i>');
    expect(host.innerHTML).toBe('<i>乙</i>');
    expect(find('i')).toBe(second);
  });

  test('another element takes the place of a different one', () => {
    morph('<h2>一</h2>');
    expect(host.innerHTML).toBe('<h2>一</h2>');
  });

  test('keeps the focus and what is half typed', () => {
    start('<input name="n" value="旧"><textarea>a</textarea><input type="checkbox" name="c">');
    const input = find<HTMLInputElement>('input');
    input.focus();
    input.value = '打了一半';
    find<HTMLTextAreaElement>('textarea').value = '也写了';
    find<HTMLInputElement>('[name=c]').checked = true;
    morph('<input name="n" value="新" class="late"><textarea>b</textarea><input type="checkbox" name="c">');
    expect(document.activeElement).toBe(input);
    expect(input.value).toBe('打了一半');
    expect(input.className).toBe('late');
    expect(find<HTMLTextAreaElement>('textarea').value).toBe('也写了');
    expect(find<HTMLInputElement>('[name=c]').checked).toBe(true);
  });

  test('brings untouched fields up to date', () => {
    start('<input name="n" value="旧">');
    morph('<input name="n" value="新">');
    expect(find<HTMLInputElement>('input').value).toBe('新');
  });

  test('leaves opened details open', () => {
    start('<details><summary>s</summary></details>');
    find<HTMLDetailsElement>('details').open = true;
    morph('<details><summary>t</summary></details>');
    expect(find<HTMLDetailsElement>('details').open).toBe(true);
    expect(host.textContent).toBe('t');
  });

  test('a custom element keeps its inside and its own state', () => {
    start('<x-clock until="1" data-state="late">自己写的</x-clock>');
    morph('<x-clock until="2">服务器写的</x-clock>');
    expect(host.innerHTML).toBe('<x-clock until="2" data-state="late">自己写的</x-clock>');
  });
});
