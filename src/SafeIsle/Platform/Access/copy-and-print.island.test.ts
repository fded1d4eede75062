import { beforeEach, expect, test, vi } from 'vitest';
import { copy, enhance, textOf } from './copy-and-print.island';

beforeEach(() => {
  document.body.innerHTML = '<textarea id="a">链接 1</textarea><pre id="b"> x\ny </pre>'
    + '<button data-copies="a" hidden>复制</button><button data-prints hidden>打印</button>';
});

test('reads fields and plain text', () => {
  expect(textOf('a')).toBe('链接 1');
  expect(textOf('b')).toBe('x\ny');
  expect(textOf('none')).toBe('');
});

test('the buttons show themselves and act', async () => {
  const writeText = vi.fn().mockResolvedValue(undefined);
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  const print = vi.fn();
  window.print = print;
  enhance();
  const [first, second] = Array.from(document.querySelectorAll('button')) as [HTMLButtonElement, HTMLButtonElement];
  expect(first.hidden || second.hidden).toBe(false);
  first.click();
  await Promise.resolve();
  await Promise.resolve();
  expect(writeText).toHaveBeenCalledWith('链接 1');
  expect(first.textContent).toBe('已复制');
  second.click();
  expect(print).toHaveBeenCalledOnce();
});

test('older browsers copy by a selection', async () => {
  vi.stubGlobal('navigator', {});
  document.execCommand = vi.fn().mockReturnValue(true);
  expect(await copy('x')).toBe(true);
  expect(document.querySelectorAll('textarea').length).toBe(1);
});
