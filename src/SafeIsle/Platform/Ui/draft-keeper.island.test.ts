import { beforeEach, describe, expect, test, vi } from 'vitest';
import { keep, tidy } from './draft-keeper.island';

const FORM = `<form data-draft="close" method="post">
  <input type="hidden" name="__token" value="t">
  <input name="reason" value="">
  <input name="phone"><input name="phone">
  <input type="password" name="secret">
  <div data-secret><input name="idNumber"></div>
  <select name="plan"><option value="a">甲</option><option value="b">乙</option></select>
  <input type="checkbox" name="who" value="1"><input type="checkbox" name="who" value="2" checked>
</form>`;

let form: HTMLFormElement;
const field = <T extends HTMLInputElement = HTMLInputElement>(name: string, index = 0): T =>
  form.querySelectorAll(`[name=${name}]`)[index] as T;
const notice = (): HTMLElement | null => document.querySelector('.draft-notice');

function open(html = FORM): void {
  document.body.innerHTML = html;
  form = document.querySelector('form') as HTMLFormElement;
  keep(form);
}

function type(name: string, value: string, index = 0): void {
  field(name, index).value = value;
  field(name, index).dispatchEvent(new Event('input', { bubbles: true }));
}

beforeEach(() => {
  sessionStorage.clear();
  vi.useRealTimers();
  open();
});

describe('draft keeper', () => {
  test('puts back what was typed, and says so', () => {
    type('reason', '楼里有人阳性');
    type('phone', '14200000001', 1);
    field('plan').value = 'b';
    field('who', 1).checked = false;
    field('who', 1).dispatchEvent(new Event('change', { bubbles: true }));
    open();
    expect(notice()?.textContent).toContain('已恢复未提交的内容');
    expect(field('reason').value).toBe('楼里有人阳性');
    expect(field('phone', 0).value).toBe('');
    expect(field('phone', 1).value).toBe('14200000001');
    expect(field('plan').value).toBe('b');
    expect(field('who', 1).checked).toBe(false);
  });

  test('never stores passwords, hidden fields or what is marked secret', () => {
    type('secret', 'pass-word');
    type('idNumber', '990000199001010010');
    type('reason', 'x');
    const stored = JSON.stringify(Object.entries(sessionStorage));
    expect(stored).toContain('reason');
    expect(stored).not.toMatch(/pass-word|990000|__token/);
  });

  test('an untouched form leaves nothing, and neither does one put back by hand', () => {
    type('reason', 'x');
    type('reason', '');
    expect(sessionStorage.length).toBe(0);
    open();
    expect(notice()).toBeNull();
  });

  test('clearing empties the form and forgets', () => {
    type('reason', 'x');
    open();
    notice()?.querySelector('button')?.click();
    expect(field('reason').value).toBe('');
    expect(notice()).toBeNull();
    expect(sessionStorage.length).toBe(0);
  });

  test('what was sent is forgotten once the server has led on', () => {
    type('reason', 'x');
    form.dispatchEvent(new Event('submit'));
    tidy(false);
    expect(sessionStorage.length).toBe(1);
    tidy(true);
    expect(sessionStorage.length).toBe(0);
  });

  test('what was sent stays when the server led to the login', () => {
    type('reason', 'x');
    form.dispatchEvent(new Event('submit'));
    document.body.innerHTML = '<form action="/login" method="post"><input type="password" name="p"></form>';
    tidy(true);
    expect(sessionStorage.length).toBe(1);
  });

  test('and is still there when the login led back to the form', () => {
    type('reason', 'x');
    form.dispatchEvent(new Event('submit'));
    document.body.innerHTML = '<form action="/login" method="post"></form>';
    tidy(true);
    document.body.innerHTML = FORM;
    tidy(true);
    open();
    expect(field('reason').value).toBe('x');
  });

  test('what was not sent survives other pages', () => {
    type('reason', 'x');
    tidy(true);
    expect(sessionStorage.length).toBe(1);
  });

  test('a form that came back with its mistakes shows no notice and goes on keeping', () => {
    type('reason', 'x');
    form.dispatchEvent(new Event('submit'));
    open(FORM.replace('name="reason" value=""', 'name="reason" value="x"'));
    expect(notice()).toBeNull();
    type('phone', '14200000002');
    open();
    expect(field('reason').value).toBe('x');
    expect(field('phone').value).toBe('14200000002');
  });

  test('yesterday\'s draft is gone', () => {
    type('reason', 'x');
    vi.useFakeTimers({ now: Date.now() + 13 * 60 * 60 * 1000 });
    open();
    expect(notice()).toBeNull();
    tidy(false);
    expect(sessionStorage.length).toBe(0);
  });
});
