import { afterEach, describe, expect, it, vi } from 'vitest';

import { hold, scopeOf } from './offline.island';

const FORM = '<form><input name="why" value="写了的"><button name="act" value="up">上报</button></form>';

function submit(): { event: SubmitEvent; form: HTMLFormElement } {
  document.body.innerHTML = FORM;
  const form = document.querySelector('form') as HTMLFormElement;
  const event = new Event('submit', { bubbles: true, cancelable: true }) as SubmitEvent;
  Object.defineProperty(event, 'submitter', { value: form.querySelector('button') });
  Object.defineProperty(event, 'target', { value: form });
  form.requestSubmit = vi.fn();
  return { event, form };
}

describe('without network', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is for the desk, also from the list, and for the home', () => {
    expect(['/desk', '/desk/1/x', '/field/1/todos', '/home/report', '/desks', '/login'].map(scopeOf)).toEqual(['/desk', '/desk', '/desk', '/home', '', '']);
  });

  it('a form is held back, with what was typed, and says so', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    vi.stubGlobal('fetch', vi.fn(async () => { throw new TypeError('offline'); }));
    const { event, form } = submit();
    await hold(event);
    expect(event.defaultPrevented).toBe(true);
    expect(form.requestSubmit).not.toHaveBeenCalled();
    expect(document.querySelectorAll('.offline-held').length).toBe(1);
    expect(document.querySelector('.offline-held')?.textContent).toContain('写的都还在');
    expect((form.elements.namedItem('why') as HTMLInputElement).value).toBe('写了的');
  });

  it('a server that stands beside the device is reached all the same', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    vi.stubGlobal('fetch', vi.fn(async () => new Response('')));
    const { event, form } = submit();
    await hold(event);
    expect(form.requestSubmit).toHaveBeenCalledWith(form.querySelector('button'));
    expect(document.querySelector('.offline-held')).toBeNull();
  });

  it('with network nothing is held back', async () => {
    vi.stubGlobal('navigator', { onLine: true });
    vi.stubGlobal('performance', { now: () => 59_000 });
    const { event } = submit();
    await hold(event);
    expect(event.defaultPrevented).toBe(false);
  });

  it('where the page was opened a while ago the phone is not believed', async () => {
    vi.stubGlobal('navigator', { onLine: true });
    vi.stubGlobal('performance', { now: () => 61_000 });
    vi.stubGlobal('fetch', vi.fn(async () => { throw new TypeError('nothing flows'); }));
    const { event, form } = submit();
    await hold(event);
    expect(event.defaultPrevented).toBe(true);
    expect(form.requestSubmit).not.toHaveBeenCalled();
    expect(form.querySelectorAll('.offline-held').length).toBe(1);
  });

  it('what changed under the thumb meanwhile is not sent', async () => {
    vi.stubGlobal('navigator', { onLine: true });
    vi.stubGlobal('performance', { now: () => 61_000 });
    const { event, form } = submit();
    form.action = '/tick';
    vi.stubGlobal('fetch', vi.fn(async () => { form.action = '/untick'; return new Response(''); }));
    await hold(event);
    expect(form.requestSubmit).not.toHaveBeenCalled();
    expect(document.querySelector('.offline-held')?.textContent).toContain('刚刚更新');
  });

  it('a form that went away is told of', async () => {
    vi.stubGlobal('navigator', { onLine: true });
    vi.stubGlobal('performance', { now: () => 61_000 });
    const { event, form } = submit();
    vi.stubGlobal('fetch', vi.fn(async () => { form.remove(); return new Response(''); }));
    await hold(event);
    expect(form.requestSubmit).not.toHaveBeenCalled();
    expect(document.body.textContent).toContain('没有发出去');
  });

  it('pressed twice while the server is asked it is sent once', async () => {
    vi.stubGlobal('navigator', { onLine: true });
    vi.stubGlobal('performance', { now: () => 61_000 });
    vi.stubGlobal('fetch', vi.fn(async () => new Response('')));
    const { event, form } = submit();
    const again = new Event('submit', { cancelable: true }) as SubmitEvent;
    Object.defineProperty(again, 'submitter', { value: event.submitter });
    Object.defineProperty(again, 'target', { value: form });
    await Promise.all([hold(event), hold(again)]);
    expect(again.defaultPrevented).toBe(true);
    expect(form.requestSubmit).toHaveBeenCalledTimes(1);
    const later = submit();
    await hold(later.event);
    expect(later.form.requestSubmit).toHaveBeenCalledTimes(1);
  });

  it('the page shows what is for where it stands, with the way to the list', () => {
    window.history.replaceState({}, '', '/desk/990101001001/screening/x');
    const page = document.createElement('offline-page');
    page.innerHTML = '<div data-for="desk"><div hidden><a>回我的待办</a></div></div><div data-for="home"></div>';
    document.body.replaceChildren(page);
    expect(document.querySelector('[data-for=desk] a')?.getAttribute('href')).toBe('/field/990101001001/todos');
    expect((document.querySelector('[data-for=desk] a')?.parentElement as HTMLElement).hidden).toBe(false);
    expect((document.querySelector('[data-for=home]') as HTMLElement).hidden).toBe(true);
  });
});
