// The scanner without its screen: what it knows, what stands before the guard now, and what is kept of it.

import { type FirmLine, type FirmReason, judgeFirm } from '../Firms/firm-rules';
import type { BreachReport, KeptBreach } from './breaches';
import { type DocumentFound, enrol, findByDocument } from './device-api';
import { dayOf } from '../shanghai';
import { newId } from '../../Platform/Ui/device-id';
import type { GateList, Move, Returnee } from './list';
import { type KeptEvent, type Thing, lying } from './shelf';
import { type Device, type Direction, type KeptScan, MOST_KEPT, type Store, type Verdict } from './store';
import { type State, sync, waitAfter } from './sync';
import { type Found, type Known, type Told, findCode, findDoor, findFirm, findNumber, tell } from './verdict';
import { degrees } from './words';

const SAME_CODE = 20 * 1000; // milliseconds since a code was last in sight until it counts as shown anew
const SAME_SHOT = 2 * 1000; // the same for a code that somebody aimed at and that was dealt with
const SHIFT = 12 * 60 * 60 * 1000; // milliseconds; then somebody else stands there, or says so
const MOST_GUARDS = 6; // names that are offered
const SOON = 1500; // milliseconds from a settled scan to its upload
const UNDO = 2 * 60 * 1000; // milliseconds in which the last decision can be taken back
const SAME_MOVE = 5 * 1000; // milliseconds by which the list's time of a move of this device may be another than its own

/** Somebody without any pass. */
const NO_PASS: Found = { source: { how: 'none' }, door: '', already: { verdict: 'ask', reason: 'none' } };

/** The person before the guard; `remark` is what the guard notes of him, such as a number plate; `way` where that is not guessed. */
export interface Open { found: Found; told: Told; scan: KeptScan; remark?: string; way?: Direction }

/** A firm of the list, and what is said of it here and now. */
export interface ExpectedFirm { line: FirmLine; verdict: 'go' | 'ask'; reason: FirmReason }

/** Somebody stands there; his verdict is another; the guard is done with him; anything that has nothing to do with him. */
export type Change = 'told' | 'judged' | 'settled' | 'state';

export class Gate {
  device: Device | undefined;
  list: GateList | undefined;
  state: State | 'starting' = 'starting';
  waiting = 0;
  open: Open | undefined;
  last: KeptScan | undefined;
  /** Why the server does not take one of this device's records, which stays here; empty for none. */
  refused = '';
  lastDoor = '';
  /** The browser did not store something; stays until the page is opened anew. */
  failed = false;

  /** Names of guards that were used on this device, the last one first. */
  guards: readonly string[] = [];

  private shift: { name: string; at: number } | undefined;
  private events: KeptEvent[] = []; // of the shelf, that the list does not hold yet
  private reports: KeptBreach[] = []; // of breaches, that were not sent yet
  private settled: { found: Found; at: number } | undefined; // who the last decision was about, and when it was made
  private offset = 0;
  private own = new Map<number, Move>(); // by number of the scan
  private seen = new Map<string, number>(); // codes of the last moments, and when they were last in sight
  private queue: Promise<void> = Promise.resolve();
  private timer: number | undefined;
  private due = 0;
  private syncing: Promise<void> | undefined;
  private failures = 0;

  constructor(private readonly store: Store, private readonly changed: (change: Change) => void, private readonly clock = Date.now) {}

  /** The time as the server has it, epoch milliseconds. */
  now(): number { return this.clock() + this.offset; }

  /** Milliseconds since the list was made, or undefined. */
  age(): number | undefined { return this.list && Math.max(0, this.now() - this.list.at); }

  /** Whether the person before the guard has a fever, and is therefore asked about instead of let go. */
  get fever(): boolean { return !!this.open && this.isFever(this.open.scan.tenths); }

  /** Reads what is kept and begins to send and fetch. */
  async start(): Promise<void> {
    await this.load();
    await this.recall();
    this.changed('state');
    await this.run();
  }

  stop(): void { window.clearTimeout(this.timer); }

  /** Sends and fetches now: the network is back, or somebody asked. */
  async run(): Promise<void> {
    this.syncing = this.syncing || this.round().catch(this.fail).then(() => { this.syncing = undefined; });
    return this.syncing;
  }

  /** The sentence that says why not, or empty. */
  async enrol(code: string): Promise<string> {
    const answer = await enrol(code);
    if (!answer.ok) {
      return answer.detail || (answer.status === 0 ? '没有连上服务器。登记要联网一次，请检查网络后再试。' : '登记没有成功，请到居委会的门岗页面换一个登记码。');
    }
    const { at, ...device } = answer.value;
    const before = this.list && (await this.store.read('community'));
    if (before !== device.community.id) await this.store.write('list', undefined);
    await this.store.write('community', device.community.id);
    await this.store.write('wiped', undefined);
    await this.store.write('offset', at - this.clock());
    await this.store.write('device', device);
    await this.load();
    this.changed('state');
    void this.run();
    return '';
  }

  /** A code that was read; the camera says the same one many times, a hardware scanner (`aimed`) only when its trigger is pulled. */
  scanned(text: string, aimed = false): Promise<void> {
    if (this.isSame(text, aimed)) return this.queue;
    return this.inTurn(async () => this.show(await findCode(text, this.known(), this.now())));
  }

  typed(number: number): Promise<void> { return this.inTurn(() => this.show(findNumber(number, this.known()))); }

  /** The passes of whoever has this ID number, or the sentence that says why not: only the server knows ID numbers. */
  async byDocument(document: string): Promise<DocumentFound | string> {
    if (!this.device) return '这台设备还没有登记。';
    const answer = await findByDocument(this.device.token, document);
    if (answer.ok) return answer.value;
    return answer.detail || (answer.status === 0 ? '没有网络，不能按证件号找，请按房号找。' : '没有找成，请按房号找。');
  }

  /** A pass of a door, or the door alone where it has none; whoever stands there without a pass is of this door. `way`: where that is known. */
  chosen(door: string, number?: number, way?: Direction): Promise<void> {
    return this.inTurn(() => {
      const found = number === undefined ? findDoor(door) : findNumber(number, this.known(), door);
      return this.open && this.open.found.source.how === 'none' ? this.named(this.open, found, way) : this.show(found, way);
    });
  }

  /** Somebody without any pass. */
  withoutPass(): Promise<void> {
    return this.inTurn(() => this.show(NO_PASS));
  }

  /** Who announced to come back today, or to that door today; yesterday's late ones, too. */
  returnees(door?: string): Returnee[] {
    const today = dayOf(this.now());
    return ((this.list && this.list.returnees) || []).filter((each) => (door === undefined || each.door === door) && dayOf(each.at) <= today && dayOf(each.at) >= today - 1);
  }

  /** Somebody of a firm on the list. */
  firm(id: string): Promise<void> { return this.inTurn(() => this.show(findFirm(id, this.known()))); }

  /** The list's firms: those expected now first, then by name. */
  firms(): ExpectedFirm[] {
    const { list } = this;
    return (list ? list.firms : []).map((line) => ({ line, ...judgeFirm(line, list ? list.gate.name : '', 'in', this.now()) }))
      .filter(({ reason }) => reason !== 'firmEnded')
      .sort((a, b) => Number(a.verdict !== 'go') - Number(b.verdict !== 'go'));
  }

  /** Who stands at the gate; empty when nobody has said so in this shift. */
  get guard(): string { return this.shift && Math.abs(this.clock() - this.shift.at) < SHIFT ? this.shift.name : ''; }

  chooseGuard(name: string): Promise<void> {
    return this.inTurn(async () => {
      this.shift = { name, at: this.clock() };
      this.guards = [name].concat(this.guards.filter((each) => each !== name)).slice(0, MOST_GUARDS);
      await this.store.write('guard', this.shift);
      await this.store.write('guards', Array.from(this.guards));
      this.changed('state');
    });
  }

  /** Notes something of the person before the guard; it is stored when he is done with him. */
  remark(words: string): void { if (this.open) this.open.remark = words.trim(); }

  /** What lies on the shelf, the newest first. */
  shelf(): Thing[] {
    const own = this.events.filter((event) => this.device && event.community === this.device.community.id);
    return lying(this.list ? this.list.shelf : [], own, this.offset);
  }

  /** Something was left for a door. */
  left(door: string, place: string, firm: string): Promise<void> {
    return this.inTurn(() => this.keepEvent({ id: newId(this.clock()), door, place, firm }, false));
  }

  /** Breaches of this device that are still here. */
  breaches(): readonly KeptBreach[] { return this.reports; }

  /** Keeps a breach to be sent; false where the browser did not store it. */
  async report(breach: Omit<BreachReport, 'id' | 'at' | 'guard'>): Promise<boolean> {
    const { device } = this;
    if (!device) return false;
    let kept = false;
    await this.inTurn(async () => {
      const at = this.clock();
      const report: KeptBreach = { ...breach, id: newId(at), at, guard: this.guard || undefined, community: device.community.id };
      this.reports = await this.store.edit('breaches', (all) => all.concat(report));
      kept = true;
      this.waiting++;
      this.changed('state');
      this.plan(SOON);
    });
    return kept;
  }

  /** Forgets one that the server does not take, because the guard has told it otherwise. */
  dropReport(id: string): Promise<void> {
    return this.inTurn(async () => {
      this.reports = await this.store.edit('breaches', (all) => all.filter((each) => each.id !== id || !each.refused));
      await this.load();
      this.changed('state');
    });
  }

  fetched({ id, door, place, firm }: Thing): Promise<void> { return this.inTurn(() => this.keepEvent({ id, door, place, firm }, true)); }

  turn(direction: Direction): Promise<void> {
    return this.inTurn(async () => {
      if (!this.open) return;
      const { found, scan } = this.open;
      this.open.way = direction;
      const told = tell(found, this.known(), this.now(), direction);
      await this.keep({ ...scan, direction, verdict: this.verdictOf(told, scan.tenths), reason: told.reason }, told);
    });
  }

  /** A second reading replaces a fever, which stays in the note. */
  measured(tenths: number): Promise<void> {
    return this.inTurn(async () => {
      if (!this.open) return;
      const { scan, told } = this.open;
      const first = this.fever && scan.tenths !== tenths ? `先量 ${degrees(scan.tenths as number)}` : '';
      const verdict = this.verdictOf(told, tenths);
      await this.keep({ ...scan, tenths, verdict, note: [scan.note, first].filter(Boolean).join('；') || undefined });
    });
  }

  /** What the guard did; nothing said: as it was told. `reason`: why somebody was not let through, where that is another than the screen's. */
  settle(verdict?: Verdict, note?: string, reason?: string): Promise<void> { return this.inTurn(() => this.close(verdict, note, reason)); }

  /** A slip of the finger: nobody stands there. It stays in the record, as that. */
  nobody(): Promise<void> {
    return this.inTurn(async () => {
      if (this.open) this.open = { ...this.open, scan: { ...this.open.scan, nobody: true } };
      await this.close();
    });
  }

  /** Whether the last decision can be taken back now. */
  get undoable(): boolean {
    return !!this.device && !!this.last && !this.last.nobody && !!this.settled && Math.abs(this.clock() - this.settled.at) < UNDO;
  }

  /** Takes the last decision back: what was recorded stays and is corrected, by a new decision (`anew`) or because nobody was there. */
  undo(anew: boolean): Promise<void> {
    return this.inTurn(async () => {
      const { last, settled } = this;
      if (this.open || !last || !settled || !this.undoable) return;
      await this.store.write('last', undefined); // taken back once, also where the page is closed before the new decision
      this.own.delete(last.seq);
      await this.takeBack(last);
      const next = await this.begin(settled.found, last);
      if (anew) this.changed('told');
      else if (next) {
        this.open = { ...next, scan: { ...next.scan, nobody: true } };
        await this.close();
      }
    });
  }

  private isSame(text: string, aimed: boolean): boolean {
    const now = this.clock();
    this.seen.forEach((at, code) => { if (now - at >= SAME_CODE) this.seen.delete(code); });
    const at = this.seen.get(text);
    this.seen.set(text, now);
    if (at === undefined) return false;
    const stands = !!this.open && this.open.found.source.code === text;
    return !aimed || stands || now - at < SAME_SHOT;
  }

  private known(): Known {
    return { list: this.list, community: this.device ? this.device.community.id : 0, own: Array.from(this.own.values()) };
  }

  private isFever(tenths: number | undefined): boolean { return !!this.list && tenths !== undefined && tenths >= this.list.fever; }

  /** What counts unless the guard says otherwise. */
  private verdictOf(told: Told, tenths: number | undefined): Verdict {
    return told.verdict === 'go' && this.isFever(tenths) ? 'ask' : told.verdict;
  }

  /** The list may hold the move already, by the server's clock. */
  private async takeBack({ counter, direction, trueAt }: KeptScan): Promise<void> {
    const { list } = this;
    const gone = list && list.moves.filter((move) => move.counter === counter && move.direction === direction && Math.abs(move.at - trueAt) < SAME_MOVE)[0];
    if (!list || !gone) return;
    this.list = { ...list, moves: list.moves.filter((move) => move !== gone) };
    await this.store.write('list', this.list);
  }

  /** The same person, now with a door: no second record. */
  private async named(open: Open, found: Found, way = open.way): Promise<void> {
    const told = tell(found, this.known(), this.now(), way);
    const scan: KeptScan = {
      ...open.scan, ...found.source, direction: told.direction, verdict: this.verdictOf(told, open.scan.tenths), reason: told.reason,
      counter: found.pass ? found.pass.counter : null,
    };
    await this.store.change(scan);
    this.open = { ...open, found, told, scan, way };
    this.changed('told');
  }

  private async show(found: Found, way?: Direction): Promise<void> { if (await this.begin(found, undefined, way)) this.changed('told'); }

  /** `before`: the scan of the same person that was taken back. */
  private async begin(found: Found, before?: KeptScan, way?: Direction): Promise<Open | undefined> {
    if (!this.device) return undefined;
    await this.close();
    const told = tell(found, this.known(), this.now(), way);
    const at = this.clock();
    const scan = await this.store.add({
      id: newId(at), at, direction: told.direction, ...found.source, verdict: this.verdictOf(told, before && before.tenths), reason: told.reason,
      ...(before && { corrects: before.id, tenths: before.tenths }),
      community: this.device.community.id, trueAt: this.now(), counter: found.pass ? found.pass.counter : null, settled: false, sent: false, guard: this.guard || undefined,
    });
    this.waiting++;
    return this.open = { found, told, scan, way };
  }

  private async keepEvent(thing: Omit<Thing, 'at'>, taken: boolean): Promise<void> {
    if (!this.device) return;
    const event: KeptEvent = { ...thing, taken, at: this.clock(), guard: this.guard || undefined, community: this.device.community.id, sent: false };
    this.events = await this.store.edit('shelf', (events) => events.concat(event));
    this.waiting++;
    this.changed('state');
    this.plan(SOON);
  }

  private async close(verdict?: Verdict, note?: string, reason?: string): Promise<void> {
    if (!this.open) return;
    const { found, scan, remark } = this.open;
    const done: KeptScan = {
      ...scan, verdict: verdict || scan.verdict, reason: reason || scan.reason, note: [remark, scan.note, note].filter(Boolean).join('；') || undefined, settled: true,
    };
    await this.store.change(done);
    this.count(done);
    this.open = undefined;
    this.last = done;
    this.settled = { found, at: this.clock() };
    this.lastDoor = found.door;
    await this.store.write('last', { scan: done, at: this.settled.at });
    this.changed('settled');
    this.plan(SOON);
  }

  private async keep(scan: KeptScan, told?: Told): Promise<void> {
    if (!this.open) return;
    await this.store.change(scan);
    this.open = { ...this.open, scan, told: told || this.open.told };
    this.changed('judged');
  }

  /** Who was not stopped has passed, also where nobody said so: the server counts the same. */
  private count(scan: KeptScan): void {
    if (scan.verdict === 'stop' || scan.counter === null || scan.nobody) this.own.delete(scan.seq);
    else this.own.set(scan.seq, { counter: scan.counter, at: scan.trueAt, direction: scan.direction });
  }

  private async load(): Promise<void> {
    this.device = await this.store.read('device');
    this.offset = (await this.store.read('offset')) || 0;
    const list = await this.store.read('list');
    if (!list || !this.list || list.seq !== this.list.seq || list.at !== this.list.at) this.list = list;
    this.shift = await this.store.read('guard');
    this.guards = (await this.store.read('guards')) || [];
    this.events = (await this.store.read('shelf')) || [];
    const last = await this.store.read('last');
    if (last && Math.abs(this.clock() - last.at) >= UNDO) await this.store.write('last', undefined); // kept no longer than it is of use
    const reports = (await this.store.read('breaches')) || [];
    this.reports = reports.filter((each) => this.device && each.community === this.device.community.id);
    const rows = await this.store.scans(0, MOST_KEPT);
    this.waiting = rows.filter((row) => !row.sent).length + this.events.filter((event) => !event.sent).length + reports.length;
    this.refused = rows.map((row) => row.refused || '').filter(Boolean)[0] || '';
    this.own.clear();
    const corrected = new Set(rows.map((row) => row.corrects));
    rows.filter((row) => (!this.open || row.seq !== this.open.scan.seq) && !corrected.has(row.id)).forEach((row) => this.count(row));
    if (this.open && !this.device) this.open = undefined;
  }

  /** The page was loaded anew: the last decision can still be taken back. */
  private async recall(): Promise<void> {
    const last = await this.store.read('last');
    if (!last || !this.device || last.scan.community !== this.device.community.id || Math.abs(this.clock() - last.at) >= UNDO) return;
    const { how, code, number, door, firm, trueAt } = last.scan;
    const found = how === 'firm' ? findFirm(firm || '', this.known())
      : code !== undefined ? await findCode(code, this.known(), trueAt)
      : number !== undefined ? findNumber(number, this.known(), door)
      : how === 'door' ? findDoor(door || '') : NO_PASS;
    this.last = last.scan;
    this.settled = { found, at: last.at };
    this.lastDoor = found.door;
  }

  private async round(): Promise<void> {
    this.state = await sync(this.store, this.clock);
    this.failures = this.state === 'ok' ? 0 : this.failures + 1;
    window.clearTimeout(this.timer);
    this.timer = undefined;
    await this.inTurn(() => this.load());
    this.changed('state');
    if (this.device) this.plan(waitAfter(this.failures));
  }

  /** The next round, unless an earlier one is planned; after a failure nothing hurries it. */
  private plan(wait: number): void {
    const due = this.clock() + (this.failures > 0 ? waitAfter(this.failures) : wait);
    if (this.timer !== undefined && this.due <= due) return;
    window.clearTimeout(this.timer);
    this.due = due;
    this.timer = window.setTimeout(() => void this.run(), due - this.clock());
  }

  /** One after another: a second person's code waits until the first one's scan is stored. */
  private inTurn(act: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(act).catch(this.fail);
    return this.queue;
  }

  private fail = (error: unknown): void => {
    this.failed = true;
    this.changed('state');
    console.error(error);
  };
}
