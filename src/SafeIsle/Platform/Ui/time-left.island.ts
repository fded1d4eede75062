// <time-left until="2022-03-23T13:40:00Z" now="2022-03-23T13:30:40Z" soon="300">还有 9 分</time-left>
//
// Counts down to `until` each second, and then how late it is. `now` is the server's time when it wrote the page, so that
// a phone with a wrong clock counts right; `soon` is how many seconds before the end count as soon (600 unless said).
// What stands inside is what a reader without scripts sees. data-state is ok, soon or late.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SOON = 10 * MINUTE;

export type State = 'ok' | 'soon' | 'late';

/** Words and state for the whole seconds that are left; negative when it is over. */
export function timeLeft(seconds: number, soon: number = SOON): { words: string; state: State } {
  if (seconds >= 0) return { words: `还有 ${span(seconds)}`, state: seconds <= soon ? 'soon' : 'ok' };
  return { words: `已超时 ${span(-seconds, true)}`, state: 'late' };
}

/** A duration as people say it, in at most two units; `coarse` leaves out the seconds once a minute is full. */
function span(seconds: number, coarse = false): string {
  const [days, hours, minutes, rest] = [
    Math.floor(seconds / DAY), Math.floor((seconds % DAY) / HOUR), Math.floor((seconds % HOUR) / MINUTE), seconds % MINUTE,
  ];
  if (days > 0) return pair(days, '天', hours, '小时');
  if (hours > 0) return pair(hours, '小时', minutes, '分');
  if (minutes > 0) return coarse ? `${minutes} 分` : pair(minutes, '分', rest, '秒');
  return `${rest} 秒`;
}

function pair(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

const shown = new Set<TimeLeft>();
let ticking: number | undefined;

export class TimeLeft extends HTMLElement {
  static observedAttributes = ['until', 'now', 'soon'];
  private ahead = 0; // milliseconds that the server's clock is ahead of this one

  connectedCallback(): void {
    this.setAttribute('role', 'timer');
    shown.add(this);
    ticking ??= window.setInterval(() => shown.forEach((element) => element.tick()), 1000);
    this.tick();
  }

  disconnectedCallback(): void {
    shown.delete(this);
    if (shown.size > 0) return;
    window.clearInterval(ticking);
    ticking = undefined;
  }

  attributeChangedCallback(name: string): void {
    if (name === 'now') {
      const now = Date.parse(this.getAttribute('now') ?? '');
      this.ahead = Number.isNaN(now) ? 0 : now - Date.now();
    }
    if (this.isConnected) this.tick();
  }

  private tick(): void {
    const until = Date.parse(this.getAttribute('until') ?? '');
    if (Number.isNaN(until)) return; // the server's text stays
    const soon = this.hasAttribute('soon') ? Number(this.getAttribute('soon')) : SOON;
    const { words, state } = timeLeft(Math.ceil((until - Date.now() - this.ahead) / 1000), soon);
    if (this.textContent !== words) this.textContent = words;
    if (this.dataset.state !== state) this.dataset.state = state;
  }
}

customElements.define('time-left', TimeLeft);
