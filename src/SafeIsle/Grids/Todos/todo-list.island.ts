// <todo-list>: my list. The server's page works by its buttons; with this a press is kept on the phone first and sent when there is network,
// and the list that was opened once opens again without any. `data-keep` marks the page that is kept; the shell without data is filled with it.

import { newId } from '../../Platform/Ui/device-id';
import { api } from './todo-api';
import { isMeant } from './todo-find';
import { keepNote, takeNote } from './todo-note';
import { type State, TAKE_BACK, sendLeaving, sync, waits } from './todo-queue';
import { type KeptTry, type Store, openStore } from './todo-store';

const KEEP = 3 * 24 * 60 * 60 * 1000; // milliseconds; names and numbers lie no longer on a phone than somebody works with them
const AGAIN = 30 * 1000; // milliseconds between two rounds while something waits
const WORKER = '/field/sw.js';
const DONE = '.todo-tabs a[href$="show=done"]';
const WAYS = 'a.todo-more, .door .phone-link, .todo > p > a'; // to pages that need the network

export class TodoList extends HTMLElement {
  private store!: Store;
  private lasting = true;
  private state: State | '' = '';
  private bar!: HTMLElement;
  private timer = 0;
  private pressed: KeptTry[] = [];
  private account = '';
  private keptAt = 0;
  private token = ''; // of the last round
  private waiting: KeptTry[] = []; // hers, of this community
  private left = new Set<string>(); // sent as the page was left, without an answer yet
  private counts = { open: 0, done: 0, at: 0 }; // as the server told them, and when

  private get community(): string { return this.dataset.community || (/^\/field\/(\d{12})\//.exec(location.pathname) || ['', ''])[1] as string; }

  async connectedCallback(): Promise<void> {
    const { store, lasting } = await openStore();
    this.store = store;
    this.lasting = lasting;
    this.account = this.dataset.account || '';
    this.bar = document.createElement('p');
    this.bar.className = 'todo-bar';
    this.bar.setAttribute('role', 'status');
    if (this.account) await this.keep();
    else await this.fill();
    this.putNoteBack();
    this.before(this.bar);
    this.counts = { open: numberIn('.todo-count'), done: numberIn(DONE), at: this.dataset.account ? Date.now() : this.keptAt };
    this.addEventListener('submit', (event) => void this.press(event));
    this.addEventListener('click', (event) => void this.clicked(event));
    this.addEventListener('input', (event) => { if ((event.target as HTMLInputElement).name === 'q') this.find(); });
    window.addEventListener('online', () => void this.send());
    window.addEventListener('offline', () => this.drawWays());
    document.addEventListener('visibilitychange', () => void (document.hidden ? this.leave() : this.send()));
    window.addEventListener('pagehide', () => void this.leave());
    if (navigator.serviceWorker) navigator.serviceWorker.register(WORKER, { scope: '/field/' }).catch(() => undefined); // without it the page needs the network
    await this.mark();
    await this.send();
  }

  /** The list as it came replaces what was kept, also another person's. */
  private async keep(): Promise<void> {
    const before = await this.store.list();
    if (this.dataset.keep) {
      this.keptAt = Date.now();
      const head = document.querySelector('.phone-head');
      await this.store.keepList({ community: this.community, account: this.account, at: this.keptAt, head: head ? head.innerHTML : '', html: this.innerHTML });
    } else if (before && before.account !== this.account) {
      await this.store.keepList(undefined);
    }
  }

  private async fill(): Promise<void> {
    const list = await this.store.list();
    const old = !list || Math.abs(Date.now() - list.at) > KEEP;
    if (list && old) await this.store.keepList(undefined);
    if (!list || old || list.community !== this.community) {
      this.innerHTML = '<p class="phone-text">没有网络，这台手机里也没有存下的名单。有网络时打开一次“我的待办”，以后没有网络也能用。</p>';
      return;
    }
    this.account = list.account;
    this.keptAt = list.at;
    this.pressed = list.sent || [];
    this.innerHTML = list.html;
    const head = document.querySelector('.phone-head');
    if (head) head.innerHTML = list.head;
    const sought = new URLSearchParams(location.search).get('q');
    if (sought) this.find(sought);
  }

  /** Whether all that is open stands here, so that looking for a door needs no server: one page holds it, or there is nothing but what is kept. */
  private get whole(): boolean { return !this.dataset.account || this.dataset.whole !== undefined; }

  /** Shows the doors that are meant by what is typed, or by `words`. */
  private find(words?: string): void {
    const box = this.querySelector<HTMLInputElement>('input[name=q]');
    if (!box) return;
    if (words !== undefined) box.value = words;
    const doors = Array.from(this.querySelectorAll<HTMLElement>('.door'));
    doors.forEach((door) => {
      const name = door.querySelector('strong');
      door.hidden = !isMeant(name ? name.textContent || '' : '', box.value);
    });
    this.querySelectorAll('.todo-none').forEach((line) => line.remove());
    this.querySelectorAll<HTMLElement>('a[data-q]').forEach((chip) => {
      if (chip.dataset.q === box.value) chip.setAttribute('aria-current', 'true');
      else chip.removeAttribute('aria-current');
    });
    if (doors.length === 0 || doors.some((door) => !door.hidden)) return;
    const none = document.createElement('p');
    none.className = 'phone-text todo-none';
    none.textContent = `没有“${box.value}”这样的门牌。`;
    (doors[0] as HTMLElement).parentElement?.before(none);
  }

  private async press(event: Event): Promise<void> {
    if ((event.target as Element).classList.contains('todo-find')) {
      if (!this.whole) return;
      event.preventDefault();
      this.find();
      return;
    }
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (button && button.name === 'raise') this.takeNoteAlong(button);
    const row = button && button.closest<HTMLElement>('.todo');
    if (!button || button.name !== 'do' || !row || !this.account) return;
    event.preventDefault();
    if (row.dataset.said) return;
    row.dataset.said = 'now'; // a second press at once is the same one
    const behind = row.closest('.door');
    const note = behind && behind.querySelector<HTMLInputElement>('input[name^=note-]');
    const door = behind && behind.querySelector('.todo-door strong');
    const at = Date.now();
    await this.store.put({
      id: newId(at), community: this.community, account: this.account, todo: row.dataset.todo as string, outcome: button.value.split('.')[1] as string,
      note: note ? note.value : '', at, door: door ? door.textContent || '' : '', words: button.textContent || '', settles: button.dataset.settles !== undefined,
    });
    if (note) note.value = ''; // it goes with what was pressed, not with the next one
    keepNote(undefined);
    await this.mark();
    const next = Array.from(this.querySelectorAll<HTMLElement>('.door:not([hidden]) .todo:not([data-said])')).find(
      (other) => row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (next && row.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING) next.scrollIntoView({ block: 'nearest' });
    this.soon(TAKE_BACK + 200);
  }

  /** The form for the case gets the note; whoever comes back without having sent it finds it here again. */
  private takeNoteAlong(button: HTMLButtonElement): void {
    const token = button.form && button.form.querySelector<HTMLInputElement>('input[name=__RequestVerificationToken]');
    if (token && this.token) token.value = this.token; // a list that was kept is older than the login
    const door = button.closest<HTMLElement>('.door');
    const note = door && door.querySelector<HTMLInputElement>('input[name^=note-]');
    if (door && note) keepNote(note.value ? { account: this.account, name: note.name, value: note.value, raised: raisedAt(door) } : undefined);
  }

  private putNoteBack(): void {
    const kept = takeNote();
    if (!kept || kept.account !== this.account) return;
    const note = Array.from(this.querySelectorAll<HTMLInputElement>('input[name^=note-]')).find((box) => box.name === kept.name);
    const door = note && note.closest<HTMLElement>('.door');
    if (!note || !door || note.value || raisedAt(door) !== kept.raised) return; // sent up, it stands there
    note.value = kept.value;
    (note.closest('details') as HTMLDetailsElement).open = true;
  }

  private async clicked(event: Event): Promise<void> {
    const chip = (event.target as Element).closest<HTMLElement>('a[data-q]');
    if (chip && this.whole) {
      event.preventDefault();
      this.find(chip.hasAttribute('aria-current') ? '' : chip.dataset.q);
      return;
    }
    const way = (event.target as Element).closest<HTMLElement>(WAYS);
    if (way && this.off) {
      event.preventDefault();
      this.tellOff(way);
      await this.send(); // it may be back
      return;
    }
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-back], button[data-away], button[data-again]');
    if (!button) return;
    const again = button.closest<HTMLElement>('.todo');
    if (again && button.dataset.again) { // nobody was there: the row opens for the next try, this one stays
      again.dataset.again = button.dataset.again;
      delete again.dataset.said;
      await this.mark();
      return;
    }
    const id = (button.dataset.back || button.dataset.away) as string;
    const tooLate = button.dataset.back !== undefined && (this.left.has(id) || (await this.store.tries()).some((t) => t.id === id && t.gone));
    if (!tooLate) {
      await this.store.forget([id]);
      this.pressed = this.pressed.filter((t) => t.id !== id);
      const row = button.closest<HTMLElement>('.todo');
      if (row && button.dataset.back) delete row.dataset.said;
    }
    await this.mark();
  }

  private async send(): Promise<void> {
    window.clearTimeout(this.timer);
    if (!this.community) return;
    const round = await sync(this.store, api, this.community);
    this.state = round.state;
    if (round.account) this.token = round.account === this.account ? round.token : '';
    // Signed out, or somebody else: names and numbers are not hers to find here. What waits to be sent is kept.
    if (round.state === 'login' || round.state === 'refused' || (round.account && round.account !== this.account)) await this.hide(round.account !== '');
    await this.mark();
    const left = (await this.store.tries()).filter((t) => waits(t) && t.account === (round.account || this.account));
    if (left.length > 0 || this.off) this.soon(left.some((t) => Date.now() - t.at < TAKE_BACK) ? TAKE_BACK : AGAIN);
  }

  /** Whoever leaves does not take back: what still waits for that goes at once. */
  private async leave(): Promise<void> {
    const tries = this.waiting.filter(({ id }) => !this.left.has(id));
    if (tries.length === 0 || !this.token || !this.account || this.off) return;
    tries.forEach(({ id }) => this.left.add(id));
    await sendLeaving(this.store, api, this.community, this.token, tries);
    tries.forEach(({ id }) => this.left.delete(id));
    await this.mark(); // the page may still be here
  }

  private async hide(other: boolean): Promise<void> {
    await this.store.keepList(undefined);
    keepNote(undefined);
    if (!this.account) return;
    this.account = '';
    this.innerHTML = `<p class="phone-text">${other ? '现在登录的是另一个人。' : '登录已经结束，名单已从屏幕和手机里移走；还没上传的结果都留着。'}<a href="${location.pathname}">重新打开</a></p>`;
  }

  private soon(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), milliseconds);
  }

  /** Shows in each row what was pressed there, late ones, and above all what waits. */
  private async mark(): Promise<void> {
    const here = await this.store.tries();
    const gone = this.pressed.filter((old) => !here.some((t) => t.id === old.id)).map((t) => ({ ...t, sent: true }));
    this.pressed = [...here, ...gone];
    this.waiting = here.filter((t) => waits(t) && t.account === this.account && t.community === this.community);
    this.drawCounts(gone);
    this.querySelectorAll<HTMLElement>('.todo[data-todo]').forEach((row) => {
      const mine = this.pressed.filter((t) => t.todo === row.dataset.todo);
      const last = mine[mine.length - 1];
      row.querySelectorAll('.todo-said').forEach((line) => line.remove());
      if (last && row.dataset.again !== last.id) this.say(row, last, here.some((t) => t.id === last.id));
      late(row);
    });
    this.querySelectorAll<HTMLElement>('.door').forEach((door) => { 
      door.classList.toggle('door-done', !!door.querySelector('.todo') && !door.querySelector('.todo:not([data-said])'));
      // Where nobody took the call, it can be made again.
      door.classList.toggle('door-again', !!door.querySelector('.todo-said button[data-again]'));
    });
    this.drawWays();
    this.drawBar(here);
  }

  /** What the server took since the page was made is done, and no longer to be done. */
  private drawCounts(taken: KeptTry[]): void {
    // What was pressed before, the server may have counted already; not where it still listed the row.
    const news = taken.filter((t) => t.at >= this.counts.at || (t.settles && this.querySelector(`.todo[data-todo="${t.todo}"]`)));
    const settled = new Set(news.filter((t) => t.settles).map((t) => t.todo));
    setNumber('.todo-count', Math.max(0, this.counts.open - settled.size));
    setNumber(DONE, this.counts.done + news.length);
  }

  /** Whether what is not kept here can be opened now. */
  private get off(): boolean { return this.state === 'offline' || !navigator.onLine; }

  /** Without network the ways out of the list show that they lead nowhere. */
  private drawWays(): void {
    this.toggleAttribute('data-off', this.off);
    this.querySelectorAll(WAYS).forEach((way) => {
      if (this.off) way.setAttribute('aria-disabled', 'true');
      else way.removeAttribute('aria-disabled');
    });
    if (!this.off) this.querySelectorAll('.todo-off').forEach((line) => line.remove());
  }

  private tellOff(way: HTMLElement): void {
    this.querySelectorAll('.todo-off').forEach((line) => line.remove());
    const line = document.createElement('p');
    line.className = 'todo-off';
    line.setAttribute('role', 'status');
    line.textContent = way.classList.contains('todo-more')
      ? '没有网络，打不开这一页。先把问到、看到的写在“记一句”里再点结果；要填的表有了网络再打开补上。'
      : way.classList.contains('phone-link') ? '没有网络，现在报不上去。先写一句、点结果，有了网络再上报。' : '没有网络，打不开这一页；有了网络再看。';
    (way.closest('.todo, details') as HTMLElement).append(line);
  }

  private say(row: HTMLElement, attempt: KeptTry, isHere: boolean): void {
    row.dataset.said = attempt.id;
    const line = document.createElement('p');
    line.className = 'todo-said';
    const state = attempt.why !== undefined ? `▲ ${attempt.words}：${attempt.why}` : isHere ? `◐ ${attempt.words}，${attempt.gone ? '已发出，等回音' : '还没上传'}` : `● ${attempt.words}，已上传`;
    line.textContent = state;
    if (isHere && (attempt.why !== undefined || !attempt.gone)) {
      const button = document.createElement('button');
      button.type = 'button';
      if (attempt.why === undefined) button.dataset.back = attempt.id;
      else button.dataset.away = attempt.id;
      button.textContent = attempt.why === undefined ? '撤回' : '知道了';
      line.append(button);
    }
    if (!attempt.settles && attempt.why === undefined) {
      const more = document.createElement('button');
      more.type = 'button';
      more.dataset.again = attempt.id;
      more.textContent = '再试一次';
      line.append(more);
    }
    row.append(line);
  }

  private drawBar(here: KeptTry[]): void {
    const waiting = here.filter(waits).length;
    const told = here.length - waiting;
    const parts = [
      waiting > 0 ? `◐ ${waiting} 条还没上传` : '● 都已上传',
      this.state === 'offline' ? '没有网络，有了会自动上传' : this.state === 'login' ? '请登录后上传' : this.state === 'refused' ? '这个账号不能上传'
        : this.state === 'other' ? '另有别人的记录，等他登录后上传' : this.state === 'stuck' ? '有几条服务器没有收下，会再试' : '',
      told > 0 ? `▲ ${told} 条没有记上，见下面` : '',
      !this.lasting ? '▲ 这个浏览器存不住，关掉页面就没有了' : '',
      this.keptAt > 0 && Date.now() - this.keptAt > 60 * 1000 ? `名单 ${clock(this.keptAt)} 的` : '',
    ].filter((part) => part !== '');
    this.bar.textContent = parts.join('，');
    const loose = here.filter((t) => t.why !== undefined && !this.querySelector(`.todo[data-todo="${t.todo}"]`));
    this.querySelectorAll('.todo-loose').forEach((old) => old.remove());
    for (const attempt of loose) { // its row is not on this page
      const row = document.createElement('div');
      row.className = 'door todo todo-loose';
      const door = document.createElement('p');
      door.className = 'todo-door';
      door.textContent = attempt.door;
      row.append(door);
      this.say(row, attempt, true);
      this.prepend(row);
    }
    if (this.state === 'ok' && !this.dataset.account) this.bar.append(link(location.pathname, '刷新名单'));
    if (this.state === 'login') this.bar.append(link(`/login?back=${encodeURIComponent(location.pathname)}`, '登录'));
  }
}

function late(row: HTMLElement): void {
  const due = row.querySelector('.todo-due.state-off');
  if (!due || Number(row.dataset.due) >= Date.now()) return;
  due.className = 'todo-due state state-late';
  due.textContent = `▲ 超时，${due.textContent || ''}`;
}

/** The cases that the door's rows lead to. */
function raisedAt(door: HTMLElement): string {
  return Array.from(door.querySelectorAll('.todo > p > a')).map((way) => way.getAttribute('href')).join(' ');
}

/** The number in the words of the first such element: 3 of 3 件. */
function numberIn(selector: string): number {
  const place = document.querySelector(selector);
  const match = place && /\d+/.exec(place.textContent || '');
  return match ? Number(match[0]) : 0;
}

function setNumber(selector: string, count: number): void {
  const place = document.querySelector(selector);
  if (!place) return;
  const words = (place.textContent || '').replace(/\d+/, String(count));
  if (words !== place.textContent) place.textContent = words;
}

function link(href: string, words: string): HTMLAnchorElement {
  const element = document.createElement('a');
  element.href = href;
  element.textContent = words;
  return element;
}

function clock(at: number): string {
  return new Date(at).toLocaleString('zh-CN', { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' });
}

customElements.define('todo-list', TodoList);
