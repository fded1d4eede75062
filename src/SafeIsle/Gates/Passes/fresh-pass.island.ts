// <fresh-pass made="1700000000000" every="20" good="45">…codes…</fresh-pass>
//
// Keeps the codes of a household's passes fresh: fetches this page anew every `every` seconds and takes the element's content over. Says how
// old the code is while that does not work; a gate without network then decides by what stands on the code. Without scripts the page says
// when it was made.
import { morphChildren } from '../../Platform/Ui/morph';

/** What the line below the codes says. */
export function ageWords(seconds: number, good: number): string {
  if (seconds <= good) return '二维码会自动更新，截图没有用。';
  const age = seconds < 120 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分钟`;
  return `没有网络，这个码是 ${age}前的。请给门岗看，并报编号。`;
}

export class FreshPass extends HTMLElement {
  private readonly line = document.createElement('p');
  private timer: number | undefined;
  private made = 0; // by this phone's clock, so that a wrong one does no harm
  private fetching = false;

  connectedCallback(): void {
    this.made = Date.now();
    this.line.className = 'phone-text';
    this.line.setAttribute('role', 'status');
    this.after(this.line);
    this.tell();
    this.timer = window.setInterval(() => this.tick(), 1_000);
    document.addEventListener('visibilitychange', this.seen);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
    document.removeEventListener('visibilitychange', this.seen);
    this.line.remove();
  }

  private readonly seen = (): void => {
    if (!document.hidden) void this.fetchAnew();
  };

  private tick(): void {
    if (document.hidden) return;
    this.tell();
    if (this.age() >= Number(this.getAttribute('every'))) void this.fetchAnew();
  }

  private age(): number {
    return Math.round((Date.now() - this.made) / 1_000);
  }

  private tell(): void {
    const words = ageWords(this.age(), Number(this.getAttribute('good')));
    if (this.line.textContent !== words) this.line.textContent = words;
  }

  private async fetchAnew(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      const asked = Date.now();
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, cache: 'no-store' });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const news = page.querySelector('fresh-pass');
      if (!news) return location.reload(); // no pass any more, or the phone is forgotten: the page says so
      morphChildren(this, news);
      this.made = asked;
      this.tell();
    } catch {
      // No network: the line says how old the code is, and it is tried again.
    } finally {
      this.fetching = false;
    }
  }
}

customElements.define('fresh-pass', FreshPass);
