// <live-region src="/desk/closures/7/board" events="/desk/closures/7/events">…the board…</live-region>
//
// Listens to server-sent events; on each one it fetches `src` (a piece of HTML) and brings its content up to date, keeping
// focus, scroll and half-typed fields. A line before it says whether it is live or since when it is not. While the page is
// hidden it rests. Without scripts the content is simply what the server wrote.
import { morphChildren } from './morph';

const FIRST_WAIT = 1_000; // milliseconds before the first new try, doubled for each further one
const LONGEST_WAIT = 30_000;

/** Milliseconds to wait before try number `tries` (0 is the first). */
export function waitBefore(tries: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 10));
}

/** The time of day in the zone that the product shows. */
export function clockTime(at: Date): string {
  return new Intl.DateTimeFormat('zh-CN', {
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Shanghai',
  }).format(at);
}

export class LiveRegion extends HTMLElement {
  private readonly state = document.createElement('p');
  private source: EventSource | undefined;
  private retry: number | undefined;
  private tries = 0;
  private updated = new Date();
  private missed = false; // whether events may have passed unheard
  private fetching = false;
  private again = false;

  connectedCallback(): void {
    this.state.className = 'live-state';
    this.state.setAttribute('role', 'status');
    this.before(this.state);
    document.addEventListener('visibilitychange', this.seen);
    if (!document.hidden) this.listen();
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.seen);
    this.rest();
    this.state.remove();
  }

  private readonly seen = (): void => {
    if (document.hidden) {
      this.rest();
      this.missed = true;
    } else if (!this.source) {
      this.tries = 0;
      this.listen();
    }
  };

  private rest(): void {
    window.clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }

  private listen(): void {
    this.rest();
    const source = new EventSource(this.getAttribute('events') ?? '');
    this.source = source;
    source.onopen = () => {
      this.tries = 0;
      if (this.missed) void this.refresh();
      else this.say(true);
    };
    source.onmessage = () => void this.refresh();
    source.onerror = () => this.lost();
  }

  private lost(): void {
    this.rest();
    this.missed = true;
    this.say(false);
    this.retry = window.setTimeout(() => this.listen(), waitBefore(this.tries++));
  }

  /** Fetches the content; events that come meanwhile ask for one more fetch, not for one each. */
  private async refresh(): Promise<void> {
    if (this.fetching) {
      this.again = true;
      return;
    }
    this.fetching = true;
    do {
      this.again = false;
      const html = await this.load();
      if (html === undefined) {
        this.fetching = false;
        if (this.isConnected && !document.hidden) this.lost();
        return;
      }
      const piece = document.createElement('template');
      piece.innerHTML = html;
      morphChildren(this, piece.content);
      this.updated = new Date();
    } while (this.again);
    this.fetching = false;
    this.missed = false;
    this.say(true);
  }

  /** The piece of HTML, or undefined when it cannot be had now (network, outage, or the login has ended). */
  private async load(): Promise<string | undefined> {
    try {
      const answer = await fetch(this.getAttribute('src') ?? '', { headers: { Accept: 'text/html' }, redirect: 'error' });
      return answer.ok ? await answer.text() : undefined;
    } catch {
      return undefined; // the state line tells the reader, and it is tried again
    }
  }

  private say(live: boolean): void {
    const words = live ? '实时' : `已断开，上次更新 ${clockTime(this.updated)}`;
    if (this.state.textContent === words) return;
    this.state.textContent = words;
    this.state.dataset.live = live ? 'on' : 'off';
  }
}

customElements.define('live-region', LiveRegion);
