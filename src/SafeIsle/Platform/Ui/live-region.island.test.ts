import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clockTime, waitBefore } from './live-region.island';

class FakeEvents {
  static opened: FakeEvents[] = [];
  onopen = (): void => {};
  onmessage = (): void => {};
  onerror = (): void => {};
  closed = false;
  constructor(readonly url: string) { FakeEvents.opened.push(this); }
  close(): void { this.closed = true; }
}

const fetched = vi.fn<(url: string) => Promise<Partial<Response>>>();
const answer = (html: string): void => { fetched.mockResolvedValueOnce({ ok: true, text: () => Promise.resolve(html) }); };
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const last = (): FakeEvents => FakeEvents.opened[FakeEvents.opened.length - 1] as FakeEvents;
const region = (): HTMLElement => document.querySelector('live-region') as HTMLElement;
const said = (): string | null | undefined => document.querySelector('.live-state')?.textContent;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2022-03-23T13:40:00Z') });
  vi.stubGlobal('EventSource', FakeEvents);
  vi.stubGlobal('fetch', fetched);
  FakeEvents.opened = [];
  fetched.mockReset();
  document.body.innerHTML = '<live-region src="/board" events="/events"><b>一</b></live-region>';
});
afterEach(() => { document.body.innerHTML = ''; vi.useRealTimers(); vi.unstubAllGlobals(); });

describe('<live-region>', () => {
  test('says that it is live and brings the content up to date on an event', async () => {
    last().onopen();
    expect(said()).toBe('实时');
    expect(fetched).not.toHaveBeenCalled();
    answer('<b>二</b>');
    last().onmessage();
    await settle();
    expect(fetched.mock.calls[0]?.[0]).toBe('/board');
    expect(region().innerHTML).toBe('<b>二</b>');
  });

  test('many events at once cost one further fetch', async () => {
    answer('<b>二</b>');
    answer('<b>三</b>');
    for (let i = 0; i < 20; i++) last().onmessage();
    await settle();
    expect(fetched).toHaveBeenCalledTimes(2);
    expect(region().innerHTML).toBe('<b>三</b>');
  });

  test('says since when it is cut off, tries again later each time, and catches up', async () => {
    last().onopen();
    last().onerror();
    expect(said()).toBe('已断开，上次更新 21:40');
    expect(last().closed).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeEvents.opened).toHaveLength(2);
    last().onerror();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeEvents.opened).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeEvents.opened).toHaveLength(3);
    answer('<b>九</b>');
    last().onopen();
    await settle();
    expect(region().innerHTML).toBe('<b>九</b>');
    expect(said()).toBe('实时');
  });

  test('keeps what it shows when the fetch fails', async () => {
    fetched.mockRejectedValueOnce(new Error('offline'));
    last().onmessage();
    await settle();
    expect(region().innerHTML).toBe('<b>一</b>');
    expect(said()).toBe('已断开，上次更新 21:40');
  });

  test('stops when it leaves the page', async () => {
    region().remove();
    expect(last().closed).toBe(true);
    expect(document.querySelector('.live-state')).toBeNull();
  });

  test('waits are bounded', () => {
    expect(waitBefore(0)).toBe(1_000);
    expect(waitBefore(4)).toBe(16_000);
    expect(waitBefore(99)).toBe(30_000);
  });

  test('the clock is China\'s, and midnight is 00', () => {
    expect(clockTime(new Date('2022-03-23T16:05:00Z'))).toBe('00:05');
  });
});
