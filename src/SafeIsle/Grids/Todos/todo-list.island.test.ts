import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import './todo-list.island';

const LIST = '/field/990101001001/todos';
const ROW = `<form class="todo-find"><input name="q"><button>找</button></form><nav><a href="?q=1-" data-q="1-">1号楼</a><a href="?q=2-" data-q="2-">2号楼</a></nav>
<form><ol><li class="door"><p class="todo-door"><strong>1号楼101室</strong></p>
  <div class="todo" data-todo="11111111111171118111111111111111" data-due="0"><p>回访 <span class="todo-due state state-off">10:00 前</span></p>
  <div class="todo-acts"><a class="todo-more" href="/desk/990101001001/x">打开去做</a><button name="do" value="x.silent">没人接</button><button name="do" value="x.done" data-settles>说好了</button></div></div>
  <details><input name="note-x" value="在家"><button class="phone-link" name="raise" value="x">办不了，上报主任</button></details></li>
  <li class="door"><p class="todo-door"><strong>2号楼201室</strong></p><div class="todo" data-todo="2"><p>看看</p></div></li></ol></form>`;

const settled = (): Promise<void> => new Promise((done) => { setTimeout(done, 20); });

/** No IndexedDB here: what is kept is kept as long as the page. */
async function open(): Promise<HTMLElement> {
  document.body.innerHTML = `<div class="phone-head"><h1>我的待办 <span class="todo-count">3 件</span></h1></div>
<nav class="todo-tabs"><a href="${LIST}">全部</a><a href="${LIST}?show=done">今天做了 4</a></nav><todo-list data-community="990101001001" data-account="me" data-keep="yes" data-whole="yes">${ROW}</todo-list>`;
  await settled();
  return document.querySelector('todo-list') as HTMLElement;
}

function press(list: HTMLElement, words: string): void {
  const button = Array.from(list.querySelectorAll('button')).find((b) => b.textContent === words) as HTMLButtonElement;
  const event = new Event('submit', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'submitter', { value: button });
  button.dispatchEvent(event);
}

const counts = (): (string | null)[] => ['.todo-count', '.todo-tabs a[href*=done]'].map((each) => (document.querySelector(each) as HTMLElement).textContent);
const bar = (): string => document.querySelector('.todo-bar')?.textContent || '';

describe('my list on the phone', () => {
  beforeEach(() => {
    window.history.replaceState({}, '', LIST);
    vi.stubGlobal('fetch', vi.fn(async () => { throw new TypeError('offline'); }));
  });
  afterEach(() => vi.unstubAllGlobals());

  it('shows what is late although the page was made before', async () => {
    const list = await open();
    expect(list.querySelector('.todo-due')?.textContent).toContain('超时');
  });

  it('says of a page that needs the network what can be done without it, and follows the link again when it is back', async () => {
    const list = await open();
    const way = list.querySelector('a.todo-more') as HTMLElement;
    expect(list.hasAttribute('data-off')).toBe(true);
    expect(way.getAttribute('aria-disabled')).toBe('true');
    const click = new Event('click', { bubbles: true, cancelable: true });
    way.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(true);
    expect(list.querySelector('.todo-off')?.textContent).toContain('没有网络，打不开这一页');
    vi.stubGlobal('fetch', vi.fn(async () => new Response(JSON.stringify({ account: 'me', token: 't' }))));
    window.dispatchEvent(new Event('online'));
    await settled();
    expect(list.hasAttribute('data-off')).toBe(false);
    expect(list.querySelector('.todo-off')).toBeNull();
    const again = new Event('click', { bubbles: true, cancelable: true });
    way.dispatchEvent(again);
    expect(again.defaultPrevented).toBe(false);
  });

  it('does not lead to the form for a case without network either', async () => {
    const list = await open();
    const way = list.querySelector('button[name=raise]') as HTMLElement;
    expect(way.getAttribute('aria-disabled')).toBe('true');
    const click = new Event('click', { bubbles: true, cancelable: true });
    way.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(true);
    expect(list.querySelector('.todo-off')?.textContent).toContain('没有网络，现在报不上去');
  });

  it('gives the form for a case the token of now, and has the note again for whoever comes back without having sent it', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => new Response(JSON.stringify({ account: 'me', token: 't2' }))));
    const note = (list: HTMLElement): HTMLInputElement => list.querySelector('input[name=note-x]') as HTMLInputElement;
    const form = (list: HTMLElement): HTMLFormElement => note(list).form as HTMLFormElement;
    const again = async (raised: string): Promise<HTMLElement> => {
      document.body.innerHTML = `<todo-list data-community="990101001001" data-account="me">${ROW.replace('value="在家"', '').replace('<p>回访', `${raised}<p>回访`)}</todo-list>`;
      await settled();
      return document.querySelector('todo-list') as HTMLElement;
    };
    for (const raised of ['', '<p><a href="/desk/990101001001/escalations/1">已上报</a></p>']) {
      const list = await open();
      form(list).insertAdjacentHTML('afterbegin', '<input type="hidden" name="__RequestVerificationToken" value="t1">');
      note(list).value = '说明天回来';
      press(list, '办不了，上报主任');
      expect((form(list).elements.namedItem('__RequestVerificationToken') as HTMLInputElement).value).toBe('t2');
      const back = await again(raised);
      expect([note(back).value, (back.querySelector('details') as HTMLDetailsElement).open]).toEqual(raised ? ['', false] : ['说明天回来', true]);
      expect(note(await again('')).value).toBe(''); // once
    }
  });

  it('leaves the call where nobody took it, until it is done', async () => {
    const list = await open();
    const door = list.querySelector('.door') as HTMLElement;
    press(list, '没人接');
    await settled();
    expect([door.classList.contains('door-done'), door.classList.contains('door-again')]).toEqual([true, true]);
    (door.querySelector('button[data-again]') as HTMLButtonElement).click();
    await settled();
    press(list, '说好了');
    await settled();
    expect([door.classList.contains('door-done'), door.classList.contains('door-again')]).toEqual([true, false]);
  });

  it('keeps what was pressed, says so, and takes it back', async () => {
    const list = await open();
    press(list, '说好了');
    await settled();
    const row = list.querySelector('.todo') as HTMLElement;
    expect(row.dataset.said).toBeTruthy();
    expect(row.textContent).toContain('说好了，还没上传');
    expect(bar()).toContain('1 条还没上传');
    (row.querySelector('button[data-back]') as HTMLButtonElement).click();
    await settled();
    expect(row.dataset.said).toBeUndefined();
    expect(bar()).toContain('都已上传');
  });

  it('finds a door by what is typed, and all of a building, without network', async () => {
    const list = await open();
    const shown = (): string[] => Array.from(list.querySelectorAll<HTMLElement>('.door')).filter((d) => !d.hidden).map((d) => (d.querySelector('strong') as HTMLElement).textContent as string);
    const box = list.querySelector('input[name=q]') as HTMLInputElement;
    const type = (text: string): void => { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); };
    type('2-2');
    expect(shown()).toEqual(['2号楼201室']);
    type('9');
    expect(shown()).toEqual([]);
    expect(list.textContent).toContain('没有“9”这样的门牌');
    (list.querySelector('a[data-q="1-"]') as HTMLElement).click();
    expect(shown()).toEqual(['1号楼101室']);
    expect(list.textContent).not.toContain('这样的门牌');
    (list.querySelector('a[data-q="1-"]') as HTMLElement).click();
    expect(shown().length).toBe(2);
  });

  it('sends what was pressed at once when the page is left, and once; until it is acknowledged it stays', async () => {
    const sent: { ids: string[]; keepalive?: boolean }[] = [];
    let answers = false;
    vi.stubGlobal('fetch', vi.fn(async (url: string, init: RequestInit) => {
      if (url.endsWith('/pass')) return new Response(JSON.stringify({ account: 'me', token: 't' }));
      const { tries } = JSON.parse(init.body as string) as { tries: { id: string }[] };
      sent.push({ ids: tries.map(({ id }) => id), keepalive: init.keepalive });
      expect((init.headers as Record<string, string>).RequestVerificationToken).toBe('t');
      if (!answers) throw new TypeError('gone');
      return new Response(JSON.stringify({ tries: tries.map(({ id }) => ({ id, end: 'Kept', words: '' })) }));
    }));
    const list = await open();
    window.dispatchEvent(new Event('pagehide'));
    expect(sent).toEqual([]); // nothing waits
    press(list, '说好了');
    await settled();
    window.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(new Event('pagehide'));
    await settled();
    expect(sent).toMatchObject([{ keepalive: true }]);
    expect(bar()).toContain('1 条还没上传');
    expect(counts()).toEqual(['3 件', '今天做了 4']);
    expect(list.querySelector('.todo-said')?.textContent).toBe('◐ 说好了，已发出，等回音'); // whether it came nobody knows: it cannot be taken back
    answers = true;
    window.dispatchEvent(new Event('pagehide'));
    await settled();
    expect(sent.map(({ ids }) => ids)).toEqual([sent[0]?.ids, sent[0]?.ids]);
    expect([bar(), list.textContent]).toEqual([expect.stringContaining('都已上传'), expect.stringContaining('说好了，已上传')]);
    expect(counts()).toEqual(['2 件', '今天做了 5']); // what is to be done is less by it
    window.dispatchEvent(new Event('pagehide'));
    await settled();
    expect(sent.length).toBe(2);
  });

  it('takes nothing back that is on its way', async () => {
    let arrive: (answer: Response) => void = () => undefined;
    const asked: string[] = [];
    vi.stubGlobal('fetch', vi.fn(async (url: string, init: RequestInit) => {
      if (url.endsWith('/pass')) return new Response(JSON.stringify({ account: 'me', token: 't' }));
      asked.push((JSON.parse(init.body as string) as { tries: { id: string }[] }).tries[0]?.id as string);
      return new Promise<Response>((resolve) => { arrive = resolve; });
    }));
    const list = await open();
    press(list, '说好了');
    await settled();
    const back = list.querySelector('button[data-back]') as HTMLButtonElement;
    window.dispatchEvent(new Event('pagehide'));
    back.click();
    await settled();
    expect(list.querySelector('.todo-said')?.textContent).toBe('◐ 说好了，已发出，等回音');
    arrive(new Response(JSON.stringify({ tries: [{ id: asked[0], end: 'Kept', words: '' }] })));
    await settled();
    expect([asked.length, list.querySelector('.todo-said')?.textContent]).toEqual([1, '● 说好了，已上传']);
  });

  it('counts a call that nobody took as done today, and still to be done', async () => {
    vi.stubGlobal('fetch', vi.fn(async (url: string, init: RequestInit) => new Response(JSON.stringify(url.endsWith('/pass') ? { account: 'me', token: 't' }
      : { tries: (JSON.parse(init.body as string) as { tries: { id: string }[] }).tries.map(({ id }) => ({ id, end: 'Kept', words: '' })) }))));
    const list = await open();
    press(list, '没人接');
    await settled();
    window.dispatchEvent(new Event('pagehide'));
    await settled();
    expect(counts()).toEqual(['3 件', '今天做了 5']);
  });

  it('takes two presses at once as one', async () => {
    const list = await open();
    press(list, '说好了');
    press(list, '没人接');
    await settled();
    expect(bar()).toContain('1 条还没上传');
  });

  it('lets somebody who was not there be tried once more', async () => {
    const list = await open();
    press(list, '没人接');
    await settled();
    (list.querySelector('button[data-again]') as HTMLButtonElement).click();
    await settled();
    expect((list.querySelector('.todo') as HTMLElement).dataset.said).toBeUndefined();
    press(list, '说好了');
    await settled();
    expect(bar()).toContain('2 条还没上传');
  });

  it('hides names and numbers when nobody is signed in any more, and keeps what waits', async () => {
    const list = await open();
    press(list, '说好了');
    await settled();
    vi.stubGlobal('fetch', vi.fn(async () => ({ type: 'opaqueredirect', ok: false, status: 0 })));
    window.dispatchEvent(new Event('online'));
    await settled();
    expect(list.textContent).not.toContain('1号楼101室');
    expect(bar()).toContain('1 条还没上传');
    expect(bar()).toContain('登录');
  });
});
