import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { timeLeft } from './time-left.island';

describe('timeLeft', () => {
  test.each([
    [560, '还有 9 分 20 秒', 'soon'],
    [601, '还有 10 分 1 秒', 'ok'],
    [60, '还有 1 分', 'soon'],
    [0, '还有 0 秒', 'soon'],
    [3_600, '还有 1 小时', 'ok'],
    [2 * 86_400 + 3 * 3_600 + 59, '还有 2 天 3 小时', 'ok'],
    [-1, '已超时 1 秒', 'late'],
    [-199, '已超时 3 分', 'late'],
    [-3_900, '已超时 1 小时 5 分', 'late'],
  ])('%i s: %s', (seconds, words, state) => {
    expect(timeLeft(seconds)).toEqual({ words, state });
  });

  test('what counts as soon can be said', () => {
    expect(timeLeft(30, 20).state).toBe('ok');
    expect(timeLeft(20, 20).state).toBe('soon');
  });
});

/** As a browser does it: the element comes to life when its text is already there. */
function show(html: string): HTMLElement {
  const page = document.createElement('template');
  page.innerHTML = html;
  document.body.append(page.content);
  return document.querySelector('time-left') as HTMLElement;
}

describe('<time-left>', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse('2022-03-23T13:30:40Z') }));
  afterEach(() => { document.body.innerHTML = ''; vi.useRealTimers(); });

  test('counts down each second and turns late', () => {
    const element = show('<time-left until="2022-03-23T13:30:42Z">两秒</time-left>');
    expect(element.textContent).toBe('还有 2 秒');
    expect(element.dataset.state).toBe('soon');
    vi.advanceTimersByTime(3_000);
    expect(element.textContent).toBe('已超时 1 秒');
    expect(element.dataset.state).toBe('late');
  });

  test('goes by the server\'s clock when it is told', () => {
    const element = show('<time-left until="2022-03-23T14:00:00Z" now="2022-03-23T13:59:30Z">半分钟</time-left>');
    expect(element.textContent).toBe('还有 30 秒');
  });

  test('leaves the server\'s text alone when the time cannot be read', () => {
    expect(show('<time-left until="">今晚</time-left>').textContent).toBe('今晚');
  });
});
