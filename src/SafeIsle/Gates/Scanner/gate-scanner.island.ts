// <gate-scanner>…</gate-scanner>: the guard's scanner. It is kept by gate/sw.js and works without network; what stands inside is what
// a browser without scripts shows. The parts: gate.ts (what is known and kept), *-view.ts (screens), camera.ts, wedge.ts, sounds.ts.

import { breachView } from './breach-view';
import { Camera, type CameraState } from './camera';
import { type TypingView, button, el, fill } from './dom';
import { enrolView } from './enrol-view';
import { doorView, numberView } from './find-view';
import { firmView } from './firm-view';
import { type Change, Gate } from './gate';
import { guardView } from './guard-view';
import { openStore } from './idb-store';
import { returneeView } from './returnee-view';
import { shelfView } from './shelf-view';
import { allowSound, sound } from './sounds';
import { isWeChatOnIos, listAge } from './status';
import { undoView } from './undo-view';
import { lastWords, verdictView } from './verdict-view';
import { QUICK, Wedge } from './wedge';
import { timeOf } from './words';

const TICK = 5 * 1000; // milliseconds; the clock shows minutes
const WORKER = '/gate/sw.js';

const CAMERA: Record<CameraState, string> = {
  off: '正在打开摄像头……',
  on: '把出入证的码对准方框',
  denied: '没有摄像头权限：请在浏览器的设置里允许，再重新打开这一页。现在可以输编号、找房号，或用扫码枪。',
  none: '这台设备没有可用的摄像头：可以输编号、找房号，或用扫码枪。',
};

type Screen = 'ready' | 'number' | 'door' | 'firm' | 'shelf' | 'guard' | 'breach' | 'returnees' | 'undo';

const VIEWS: Partial<Record<Screen, (gate: Gate, back: () => void) => HTMLElement>> = {
  door: doorView, firm: firmView, shelf: shelfView, guard: guardView, breach: breachView, returnees: returneeView, undo: undoView,
};

export class GateScanner extends HTMLElement {
  private gate: Gate | undefined;
  private bar = el('header.bar');
  private ready = el('main.ready', { id: 'main' });
  private sheet = el('div.sheet');
  private aim = el('p.aim');
  private lastLine = el('div.last');
  private tools = el('div.tools');
  private onDuty = el('div.on-duty');
  private video = el('video', { playsinline: '', muted: '' }) as HTMLVideoElement;
  private camera = new Camera(this.video, (text) => this.take(text, false), () => this.drawReady());
  private wedge = new Wedge();
  private screen: Screen = 'ready';
  private typed = ''; // on the temperature's display
  private typing: TypingView | undefined;
  private enrolling: string = ''; // why the enrolment stands there, or empty
  private finger: number | undefined; // a digit that waits whether it is a finger's or a scanner's
  private lasting = true;
  private newer = false;
  private undoable = false; // as it is drawn
  private light = false;
  private ticking: number | undefined;

  connectedCallback(): void {
    document.addEventListener('keydown', this.keyed);
    document.addEventListener('pointerdown', allowSound);
    document.addEventListener('visibilitychange', this.seen);
    window.addEventListener('online', this.seen);
    void this.open();
  }

  disconnectedCallback(): void {
    document.removeEventListener('keydown', this.keyed);
    document.removeEventListener('pointerdown', allowSound);
    document.removeEventListener('visibilitychange', this.seen);
    window.removeEventListener('online', this.seen);
    window.clearInterval(this.ticking);
    this.camera.stop();
    if (this.gate) this.gate.stop();
  }

  private async open(): Promise<void> {
    this.video.muted = true; // the attribute alone does not count when it is set by a script
    const { store, lasting } = await openStore();
    this.lasting = lasting;
    const gate = this.gate = new Gate(store, (change) => this.changed(change));
    this.keepPage();
    fill(this.ready, el('div.view', {}, this.video, el('div.frame'), this.aim), el('div.side', {}, this.lastLine, this.tools, this.onDuty));
    fill(this, this.bar, this.ready, this.sheet);
    this.ticking = window.setInterval(() => {
      this.drawBar();
      if (this.undoable !== gate.undoable) this.drawReady(); // its time is over
    }, TICK);
    await gate.start();
  }

  private take(text: string, aimed: boolean): void { if (this.gate) void this.gate.scanned(text, aimed); }

  private changed(change: Change): void {
    const { gate } = this;
    if (!gate) return;
    if (change === 'told' && gate.open) sound(gate.open.scan.verdict);
    if (change === 'judged' && gate.fever) sound('ask');
    if (change === 'told' || change === 'settled') {
      this.screen = 'ready';
      this.typed = '';
    }
    if (gate.device && !document.hidden) void this.camera.start();
    if (!gate.device) this.camera.stop();
    this.drawBar();
    this.drawReady();
    const sheet = gate.device || gate.state === 'starting' ? '' : gate.state; // why there is no device
    // A list that arrives takes nothing away from under a finger.
    if (change !== 'state' || sheet !== this.enrolling) {
      this.enrolling = sheet;
      this.drawSheet();
    }
    if (change === 'told' || change === 'settled') this.sheet.scrollTop = 0;
  }

  private drawSheet(): void {
    const { gate } = this;
    if (!gate) return;
    const back = (): void => this.go('ready');
    const open = this.screen === 'ready' ? gate.open : undefined; // else somebody without a pass stands there, whose door is looked for
    this.typing = this.enrolling ? enrolView(gate)
      : open ? verdictView(gate, open, this.typed, (typed) => this.type(typed), () => this.go('door'))
      : this.screen === 'number' ? numberView(gate, back) : undefined;
    const view = open ? undefined : VIEWS[this.screen];
    fill(this.sheet, this.typing || (view ? view(gate, back) : null));
    this.ready.toggleAttribute('inert', this.sheet.firstChild !== null);
  }

  private type(typed: string): void {
    this.typed = typed;
    this.drawSheet();
  }

  private go(screen: Screen): void {
    this.screen = screen;
    this.drawSheet();
    this.sheet.scrollTop = 0;
  }

  private drawBar(): void {
    const { gate } = this;
    if (!gate) return;
    const age = listAge(gate.age());
    const online = gate.state !== 'offline' && navigator.onLine !== false;
    fill(this.bar,
      el('span.where', {}, gate.device ? `${gate.device.gate.name} · ${gate.device.device.name}` : '门岗扫码'),
      el('time.clock', {}, timeOf(gate.now())),
      el('span.sign', { 'data-level': online ? 'ok' : 'soon' }, online ? '联网' : '断网'),
      gate.list && gate.list.gate.open === false ? el('span.sign', { 'data-level': 'late' }, '本门已关闭') : null,
      gate.device ? el('span.sign', { 'data-level': age.level }, age.words) : null,
      el('span.sign', { 'data-level': gate.waiting > 0 && !online ? 'soon' : 'ok' }, `待传 ${gate.waiting}`));
  }

  private drawReady(): void {
    const { gate } = this;
    if (!gate) return;
    this.aim.textContent = CAMERA[this.camera.state];
    this.dataset.camera = this.camera.state;
    fill(this.lastLine, el('span', {}, gate.last
      ? `上一个：${gate.last.nobody ? '已撤回' : lastWords(gate.last.verdict, gate.last.direction, gate.lastDoor)} ${timeOf(gate.last.trueAt)}`
      : '还没有扫过。'), gate.undoable ? button('tool.undo', '撤回', () => this.go('undo')) : null);
    const [shelf, back] = [gate.shelf().length, gate.returnees().length];
    this.lastLine.dataset.verdict = gate.last && !gate.last.nobody ? gate.last.verdict : '';
    this.undoable = gate.undoable;
    fill(this.tools, ...this.warnings(),
      button('tool', '输编号', () => this.go('number')),
      button('tool', '找房号', () => this.go('door')),
      button('tool', '没带证', () => void gate.withoutPass()),
      button('tool', '送货维修', () => this.go('firm')),
      button('tool', back > 0 ? `今天回来 ${back}` : '今天回来', () => this.go('returnees')),
      button('tool', '报告缺口', () => this.go('breach')),
      button('tool', shelf > 0 ? `货架 ${shelf}` : '货架', () => this.go('shelf')),
      this.camera.hasLight ? button('tool', this.light ? '关灯' : '开灯', () => this.turnLight()) : button('tool', '更新名单', () => void gate.run()));
    fill(this.onDuty, button(`tool.guard${gate.guard ? '' : '.guard-none'}`, gate.guard ? `值班：${gate.guard}` : '谁在值班？点这里写姓名', () => this.go('guard')));
  }

  private warnings(): (HTMLElement | null)[] {
    const warn = (words: string): HTMLElement => el('p.notice.notice-soon', {}, words);
    const failed = '本机没有存下刚才的记录：请先记在纸上，再重新打开这一页。';
    return [
      this.gate && this.gate.failed ? el('p.notice.notice-late', { role: 'alert' }, failed) : null,
      this.gate && this.gate.refused ? el('p.notice.notice-late', {}, this.gate.refused) : null,
      isWeChatOnIos(navigator.userAgent) ? warn('微信里不能离线使用：请点右上角“…”，选“在 Safari 中打开”，再点分享按钮，选“添加到主屏幕”。') : null,
      this.lasting ? null : warn('这个浏览器不保存数据，关掉页面就会丢记录：请退出无痕模式，再重新打开。'),
      window.isSecureContext === false ? warn('这个地址不是 https 开头，摄像头和离线都用不了：请向居委会要正确的地址。') : null,
      this.newer ? el('p.notice', {}, '扫码页有新版本。', button('tool', '现在换上', () => location.reload())) : null,
    ];
  }

  private turnLight(): void {
    this.light = !this.light;
    void this.camera.light(this.light);
    this.drawReady();
  }

  /** The page itself is kept for work without network, its data from being cleared, and the screen from going dark. */
  private keepPage(): void {
    const { serviceWorker, storage } = navigator;
    if (serviceWorker) {
      const running = serviceWorker.controller !== null;
      serviceWorker.register(WORKER, { scope: '/gate' }).catch(() => undefined); // without it the page works as long as there is network
      serviceWorker.addEventListener('controllerchange', () => {
        this.newer = running;
        this.drawReady();
      });
    }
    if (storage && storage.persist) void storage.persist();
    this.stayAwake();
  }

  private stayAwake(): void {
    const { wakeLock } = navigator as { wakeLock?: { request(type: 'screen'): Promise<unknown> } };
    if (wakeLock && !document.hidden) wakeLock.request('screen').catch(() => undefined); // low battery: the phone decides
  }

  private seen = (): void => {
    if (document.hidden) {
      this.camera.stop();
      return;
    }
    this.stayAwake();
    this.changed('state');
    if (this.gate) void this.gate.run();
  };

  private keyed = (event: KeyboardEvent): void => {
    allowSound();
    window.clearTimeout(this.finger);
    const { gate } = this;
    const scanned = this.wedge.key(event.key, event.timeStamp);
    if (!gate || event.isComposing) return;
    if (scanned && gate.device) {
      event.preventDefault(); // Enter would press the button that has the focus
      this.take(scanned, true);
    } else if (/^[0-9]$/.test(event.key) && this.wedge.alone && !(event.target instanceof HTMLInputElement)) {
      this.finger = window.setTimeout(() => { if (this.typing) this.typing.type(event.key); }, QUICK);
    }
  };
}

customElements.define('gate-scanner', GateScanner);
