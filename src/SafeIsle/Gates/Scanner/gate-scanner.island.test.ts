import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type GateScanner } from './gate-scanner.island';
import { MemoryStore } from './store';
import { FakeServer, HOUR, MINUTE, NOON, code, firm, packed, rule, snapshot } from './testing';

vi.mock('./photo', () => ({ shrink: async (file: File) => (file.name === 'x.jpg' ? 'QUJD' : undefined) }));
const store = vi.hoisted(() => ({ now: undefined as unknown, lasting: true }));
vi.mock('../Passes/pass-code', async () => (await import('./testing')).passCodes);
const sounds = vi.hoisted(() => ({ sound: vi.fn(), allowSound: vi.fn() }));
vi.mock('./sounds', () => sounds);
vi.mock('./idb-store', () => ({ openStore: async () => ({ store: store.now, lasting: store.lasting }) }));

let server: FakeServer;
const settle = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
const words = (selector: string): string => (document.querySelector(selector)?.textContent || '').trim();
const tap = (label: string): void => {
  const found = Array.from(document.querySelectorAll('button')).find((each) => each.textContent === label);
  if (!found) throw new Error(`There is no button ${label}.`);
  found.click();
};
const chosen = (): (string | null)[] => Array.from(document.querySelectorAll('.why [aria-pressed=true]')).map((each) => each.textContent);
const key = (name: string): void => { document.dispatchEvent(new KeyboardEvent('keydown', { key: name })); };
const scan = async (text: string): Promise<void> => {
  Array.from(text).forEach(key);
  key('Enter');
  await settle();
};
const load = async (): Promise<void> => {
  document.body.innerHTML = '<gate-scanner><main class="fallback">正在打开</main></gate-scanner>';
  await import('./gate-scanner.island');
  await settle(50);
};
const enrol = async (): Promise<void> => {
  await load();
  for (const digit of '12345678') tap(digit);
  await settle(50);
};

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  store.now = new MemoryStore();
  store.lasting = true;
  sounds.sound.mockClear();
  sounds.allowSound.mockClear();
  server = new FakeServer(() => Date.now());
  vi.stubGlobal('fetch', server.fetch);
});
afterEach(() => {
  document.body.innerHTML = '';
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('first the enrolment: a wrong code says why and asks again', async () => {
  await load();
  expect(words('h1')).toBe('登记这台设备');
  for (let i = 0; i < 8; i++) tap('9');
  await settle(50);
  expect(words('.hint')).toBe('登记码不对或已经过期。');
  expect(words('.number')).toBe('···· ····');
});

test('enrolled, everything about the device is in sight', async () => {
  await enrol();
  expect(words('.bar')).toBe('1号门 · 南门12:00联网名单 刚刚待传 0');
  expect(words('.aim')).toContain('没有可用的摄像头');
});

test('a scanner that types: verdict, temperature, next', async () => {
  await enrol();
  await scan(code(1001));
  expect(words('.told-go h1')).toBe('放行');
  expect(words('.facts')).toBe('38号楼 1-101 · 规则1');
  for (const digit of '365') tap(digit);
  await settle();
  expect(words('.reading')).toBe('36.5');
  tap('已放行，下一个');
  await settle();
  expect(document.querySelector('.verdict')).toBeNull();
  expect(words('.last span')).toBe('上一个：放行 出 38号楼 1-101 12:00');
  await settle(3000);
  expect(Array.from(server.stored.values())).toMatchObject([{ number: 1001, tenths: 365, verdict: 'go', direction: 'out' }]);
});

test('a fever rises, and both answers are offered', async () => {
  await enrol();
  await scan(code(1001));
  for (const digit of '378') tap(digit);
  await settle();
  expect(words('.told-ask .sentence')).toBe('体温 37.8，请再量一次，仍高就请到旁边等并打居委会电话。');
  tap('没放行');
  expect(chosen()).toEqual(['体温高']); // as the screen said
  tap('就按这个');
  await settle(3000);
  expect(words('.last')).toContain('不放行');
  expect(Array.from(server.stored.values())).toMatchObject([{ verdict: 'stop', reason: 'fever', tenths: 378 }]);
});

test('each verdict is heard and felt once as it is told, and has a shape of its own; the fever is heard as 问清', async () => {
  await enrol();
  const heard = (): unknown[] => {
    const all = sounds.sound.mock.calls.map(([verdict]) => verdict as unknown);
    sounds.sound.mockClear();
    return all;
  };
  const shapeOf = (): string => {
    const drawn = document.querySelector('.verdict-head svg');
    if (!drawn) throw new Error('The verdict has no shape.');
    return drawn.innerHTML;
  };
  expect(heard()).toEqual([]);
  await scan(code(1001));
  expect(heard()).toEqual(['go']);
  const go = shapeOf();
  for (const digit of '365') tap(digit);
  await settle();
  expect(heard()).toEqual([]); // nothing new was told
  for (const digit of '378') tap(digit);
  await settle();
  expect(heard()).toEqual(['ask']);
  const ask = shapeOf();
  tap('已放行');
  await settle();
  expect(heard()).toEqual([]);
  await scan(code(1003, { rule: 2 }));
  expect(heard()).toEqual(['stop']);
  const stop = shapeOf();
  tap('没放行，下一个');
  tap('就按这个');
  await settle();
  tap('没带证');
  await settle();
  expect(heard()).toEqual(['ask']);
  expect(shapeOf()).toBe(ask);
  expect(new Set([go, ask, stop]).size).toBe(3);
});

test('the first touch and every key open the speaker', async () => {
  await enrol();
  sounds.allowSound.mockClear();
  document.dispatchEvent(new Event('pointerdown'));
  expect(sounds.allowSound).toHaveBeenCalledTimes(1);
  key('1');
  expect(sounds.allowSound).toHaveBeenCalledTimes(2);
});

test('with a fever the number to call is on the screen, one tap away; so it is where the guard is told to call', async () => {
  server.news = snapshot({ phone: '021-6606 1234' });
  await enrol();
  await scan(code(1001));
  expect(document.querySelector('.call')).toBeNull();
  for (const digit of '378') tap(digit);
  await settle();
  expect(words('.told-ask .sentence')).toBe('体温 37.8，请再量一次，仍高就请到旁边等并打居委会电话。');
  expect(words('.told-ask .call')).toBe('打居委会电话 021-6606 1234');
  expect((document.querySelector('.call') as HTMLAnchorElement).getAttribute('href')).toBe('tel:02166061234');
  tap('已放行');
  await settle();
  tap('没带证');
  await settle();
  expect(words('.call')).toBe('打居委会电话 021-6606 1234');
});

test('who is turned away can call the committee, and the sheet for the reason says whom it is about', async () => {
  server.news = snapshot({ phone: '021-66061234' });
  await enrol();
  await scan(code(1006));
  expect(words('.told-stop .sentence')).toBe('这张证已经作废，请到居委会。');
  expect(words('.told-stop .call')).toBe('打居委会电话 021-66061234');
  tap('没放行，下一个');
  tap('就按这个');
  await settle();
  await scan(code(1001));
  expect(document.querySelector('.call')).toBeNull();
  tap('改为不放行');
  expect(words('.why .whose')).toBe('38号楼 1-101 · 规则1');
});

test('somebody without a pass is looked up by the door: one record, and the way back leads to him', async () => {
  await enrol();
  tap('没带证');
  await settle();
  expect(words('.told-ask .sentence')).toContain('请问清住哪一户');
  for (const digit of '365') tap(digit);
  await settle();
  const seek = (): void => (document.querySelector('.seek') as HTMLButtonElement).click();
  seek();
  expect(words('.find h1')).toBe('哪一栋？');
  tap('返回');
  expect(words('.told-ask h1')).toBe('问清');
  seek();
  tap('38号楼');
  tap('2 单元');
  tap('501');
  await settle();
  expect(words('.told-go .facts')).toContain('38号楼 2-501');
  expect(document.querySelector('.seek')).toBeNull();
  expect(words('.reading')).toBe('36.5'); // of the same person
  tap('已放行，下一个');
  await settle(3000);
  expect(Array.from(server.stored.values())).toMatchObject([{ how: 'door', number: 1004, tenths: 365, verdict: 'go' }]);
});

test('a result begins at its top, however far the screen before was scrolled; a digit moves nothing', async () => {
  await enrol();
  const sheet = document.querySelector('.sheet') as HTMLElement;
  tap('输编号');
  sheet.scrollTop = 80;
  for (const digit of '00010017') tap(digit);
  await settle();
  expect([words('.verdict h1'), sheet.scrollTop]).toEqual(['放行', 0]);
  sheet.scrollTop = 60;
  for (const digit of '365') tap(digit);
  await settle();
  expect(sheet.scrollTop).toBe(60);
  tap('已放行，下一个');
  await settle();
  tap('找房号');
  sheet.scrollTop = 90;
  tap('38号楼');
  expect([words('.find h1'), sheet.scrollTop]).toEqual(['38号楼，哪个单元？', 0]);
});

test('loaded anew, the last decision is still there and can be taken back', async () => {
  await enrol();
  await scan(code(1001));
  tap('已放行，下一个');
  await settle(3000);
  await load();
  expect(words('.last span')).toBe('上一个：放行 出 38号楼 1-101 12:00');
  tap('撤回');
  tap('按错了，没有人进出');
  await settle(3000);
  const [first, second] = Array.from(server.stored.values()) as unknown as [Record<string, unknown>, Record<string, unknown>];
  expect([second.corrects, second.nobody]).toEqual([first.id, true]);
});

test('who is turned away as the rules say: one tap for what was said', async () => {
  await enrol();
  await scan(code(1003, { rule: 2 }));
  tap('没放行，下一个');
  expect(words('.why h2')).toBe('为什么没放行？');
  expect(chosen()).toEqual(['这类证不能出门']); // the very reason of the screen
  tap('他不同意，要投诉');
  await settle(3000);
  expect(Array.from(server.stored.values())).toMatchObject([{ verdict: 'stop', reason: 'barred', note: '他不同意，要投诉' }]);
});

test('who stands there is asked once a shift and goes with every scan', async () => {
  await enrol();
  tap('谁在值班？点这里写姓名');
  const own = document.querySelector('.own') as HTMLInputElement;
  own.value = ' 老秦 ';
  tap('确定');
  await settle();
  expect(words('.guard')).toBe('值班：老秦');
  await scan(code(1001));
  tap('已放行，下一个');
  await settle(3000);
  expect(Array.from(server.stored.values())).toMatchObject([{ guard: '老秦' }]);
  await settle(12 * HOUR);
  await scan(code(1001));
  expect(words('.guard')).toBe('谁在值班？点这里写姓名');
  tap('已放行，下一个');
  await settle();
  tap('谁在值班？点这里写姓名');
  tap('老秦');
  await settle();
  expect(words('.guard')).toBe('值班：老秦');
}, 20000);

test('a courier: those expected first, the others with why, a plate as a note', async () => {
  server.news = snapshot({ firms: [firm('a', { gates: ['2号门'] }), firm('b', { start: 1080, stop: 1200 }), firm('c'), firm('d', { until: '2022-01-01' })] });
  await enrol();
  tap('送货维修');
  expect(Array.from(document.querySelectorAll('.firm')).map((each) => (each.firstChild as Text).data)).toEqual(['单位c', '单位a', '单位b']);
  expect(words('.firm-ask small')).toContain('登记的不是这个门');
  (document.querySelector('.firm-go') as HTMLButtonElement).click();
  await settle();
  expect(words('.told-go h1')).toBe('放行');
  expect(words('.look')).toBe('看一眼：只到货架，不进小区');
  const plate = document.querySelector('.remark') as HTMLInputElement;
  plate.value = '测A12345';
  plate.dispatchEvent(new Event('input'));
  for (const digit of '365') tap(digit);
  await settle();
  expect((document.querySelector('.remark') as HTMLInputElement).value).toBe('测A12345');
  tap('已放行，下一个');
  await settle(3000);
  expect(Array.from(server.stored.values())).toMatchObject([
    { how: 'firm', firm: 'c', door: '快递：单位c', direction: 'in', tenths: 365, verdict: 'go', reason: 'firm', note: '测A12345' },
  ]);
});

test('a thing on the shelf: by door and place, then taken', async () => {
  server.news = snapshot({ firms: [firm('c')] });
  await enrol();
  server.down = true;
  tap('货架');
  tap('放一件');
  tap('38号楼');
  tap('1 单元');
  tap('101');
  tap('单位c');
  tap('货架3');
  await settle();
  expect(words('.thing')).toContain('38号楼 1-101货架3 · 单位c · 12:00 放下');
  expect(words('.bar')).toContain('待传 1');
  tap('返回');
  expect(Array.from(document.querySelectorAll('.tool')).map((each) => each.textContent)).toContain('货架 1');
  tap('货架 1');
  tap('取走');
  await settle();
  expect(document.querySelector('.thing')).toBeNull();
  server.down = false;
  await settle(5 * MINUTE);
  expect(server.drops).toMatchObject([{ taken: false, door: '38号楼 1-101', place: '货架3', firm: '单位c' }, { taken: true, door: '38号楼 1-101' }]);
  expect(new Set(server.drops.map((drop) => drop.id)).size).toBe(1);
});

test('otherwise than told asks for one reason', async () => {
  await enrol();
  await scan(code(1003, { rule: 2 }));
  expect(words('.told-stop h1')).toBe('不放行');
  tap('改为放行');
  tap('紧急情况');
  await settle(3000);
  expect(Array.from(server.stored.values())).toMatchObject([{ verdict: 'go', reason: 'barred', note: '紧急情况' }]);
});

test('the digits inside of a scanned code are no temperature', async () => {
  await enrol();
  await scan(code(1001));
  await scan(code(1003, { rule: 2, issuedAt: 365365365 }));
  await settle(200);
  expect(Array.from((await (store.now as MemoryStore).scans(0, 9)).map((each) => each.tenths))).toEqual([undefined, undefined]);
});

test('a keyboard\'s slow digits are a temperature', async () => {
  await enrol();
  await scan(code(1001));
  for (const digit of '366') {
    vi.setSystemTime(Date.now() + 200);
    document.dispatchEvent(Object.defineProperty(new KeyboardEvent('keydown', { key: digit }), 'timeStamp', { value: Date.now() }));
    await settle(200);
  }
  expect(words('.reading')).toBe('36.6');
});

test('the short number with its check digit, and the door', async () => {
  await enrol();
  tap('输编号');
  for (const digit of '00010011') tap(digit);
  expect(words('.hint')).toContain('输错了');
  tap('清');
  for (const digit of '00010017') tap(digit);
  await settle();
  expect(words('.facts')).toBe('38号楼 1-101 · 规则1'); // the household's card bears no name
  tap('已放行，下一个');
  await settle();
  tap('找房号');
  tap('38号楼');
  tap('1 单元');
  tap('101');
  expect(words('.find h1')).toBe('38号楼 1-101，哪一张证？');
  (document.querySelector('.grid button') as HTMLButtonElement).click();
  await settle();
  expect(words('.facts')).toContain('38号楼 1-101');
});

test('the ID number of somebody without card and phone, as long as there is network', async () => {
  await enrol();
  const ask = async (number: string): Promise<void> => {
    tap('找房号');
    const input = document.querySelector('.find input') as HTMLInputElement;
    input.value = number;
    input.dispatchEvent(new Event('input'));
    tap('按身份证号找');
    await settle();
  };
  await ask('990000199001010025');
  expect(words('.find h1')).toBe('登记册里没有这个号码。');
  tap('返回');
  server.down = true;
  await ask('990000199001010017');
  expect(words('.find h1')).toContain('没有网络');
  tap('返回');
  server.down = false;
  await ask('9900 0019 9001 0100 17');
  expect(words('.facts')).toContain('38号楼1单元101室');
  await settle(5000);
  expect(JSON.stringify(Array.from(server.stored.values()))).not.toContain('990000199001010017'); // it is kept nowhere
});

test('a list that arrives takes nothing away from under a finger', async () => {
  await enrol();
  tap('输编号');
  tap('4');
  await settle(2 * 60 * 1000);
  expect(words('.number')).toBe('4··· ····');
});

test('an old list turns amber, then red; no network is said', async () => {
  await enrol();
  server.down = true;
  await settle(13 * HOUR + 2 * MINUTE);
  expect(Array.from(document.querySelectorAll<HTMLElement>('.sign')).map((sign) => [sign.textContent, sign.dataset.level]).slice(0, 2))
    .toEqual([['断网', 'soon'], ['名单 13 小时前', 'soon']]);
  await settle(12 * HOUR);
  expect((document.querySelectorAll<HTMLElement>('.sign')[1] as HTMLElement).dataset.level).toBe('late');
}, 20000);

test('wiped from the desk, it says so', async () => {
  await enrol();
  await scan(code(1001));
  server.status = 410;
  await settle(3 * 60 * 1000);
  expect(words('.notice-late')).toContain('本机保存的内容已经全部删除');
  expect(document.querySelector('.verdict')).toBeNull();
});

test('inside WeChat on an iPhone it says how to open it where it works offline', async () => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Mozilla/5.0 (iPhone; CPU iPhone OS 15_3) MicroMessenger/8.0.18');
  await enrol();
  expect(words('.notice-soon')).toContain('在 Safari 中打开');
  vi.restoreAllMocks();
});

test('a browser that stores nothing is told of', async () => {
  store.lasting = false;
  await enrol();
  expect(words('.notice-soon')).toContain('不保存数据');
});

test('taken off the page, it leaves nothing running', async () => {
  await enrol();
  (document.querySelector('gate-scanner') as GateScanner).remove();
  const asked = server.asked.length;
  await settle(10 * 60 * 1000);
  expect(server.asked.length).toBe(asked);
});

test('Enter in a field answers like the button beside it, but not the Enter of a hardware scanner', async () => {
  await enrol();
  tap('谁在值班？点这里写姓名');
  const name = document.querySelector('input') as HTMLInputElement;
  const enter = async (typed: string): Promise<void> => {
    name.value = typed;
    name.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await settle(50);
  };
  await enter('SI1:AAAA');
  expect(words('.guard')).toBe('谁在值班？点这里写姓名');
  await enter('王师傅');
  expect(words('.guard')).toBe('值班：王师傅');
});

test('another reason than the screen\'s is picked, and stands in the record as that', async () => {
  await enrol();
  await scan(code(1003, { rule: 2 }));
  tap('没放行，下一个');
  tap('本人与证不符');
  expect(chosen()).toEqual(['本人与证不符']);
  tap('他说有急事');
  await settle(3000);
  expect(Array.from(server.stored.values())).toMatchObject([{ verdict: 'stop', reason: 'holder', note: '他说有急事' }]);
});

test('a slip of the finger is undone on the spot, and stays in the record as that', async () => {
  await enrol();
  tap('没带证');
  await settle();
  tap('按错了，没有人');
  await settle();
  expect(document.querySelector('.verdict')).toBeNull();
  expect(words('.last span')).toBe('上一个：已撤回 12:00');
  await settle(3000);
  expect(Array.from(server.stored.values())).toMatchObject([{ how: 'none', nobody: true }]);
});

test('the last decision is taken back within two minutes: both go up, the second corrects the first', async () => {
  await enrol();
  server.down = true;
  await scan(code(1001));
  tap('已放行，下一个');
  await settle();
  tap('撤回');
  expect(words('.find p')).toBe('放行 出 38号楼 1-101 12:00');
  tap('人还在，重新判断');
  await settle();
  expect(words('.told-go h1')).toBe('放行'); // as if the first had not been
  tap('改为不放行');
  tap('本人与证不符');
  tap('就按这个');
  await settle();
  server.down = false;
  await settle(5 * MINUTE);
  const [first, second] = Array.from(server.stored.values()) as unknown as [Record<string, unknown>, Record<string, unknown>];
  expect([first.verdict, second.verdict, second.corrects, second.reason]).toEqual(['go', 'stop', first.id, 'holder']);
  expect(Array.from(document.querySelectorAll('button')).map((each) => each.textContent)).not.toContain('撤回'); // its time is over
});

test('a breach: what, where, words; kept at once, sent once', async () => {
  server.news = snapshot({ places: ['菜场边围挡', '1号门'] });
  await enrol();
  server.down = true;
  tap('报告缺口');
  tap('报告');
  expect(words('.hint.wrong')).toBe('请选择看到了什么。');
  tap('有缺口');
  tap('报告');
  expect(words('.hint.wrong')).toContain('请选择门岗或围挡');
  tap('菜场边围挡');
  const [spot, note] = Array.from(document.querySelectorAll<HTMLInputElement>('.find input')) as [HTMLInputElement, HTMLInputElement];
  spot.value = '靠近水闸';
  note.value = '能过一个人';
  tap('报告');
  await settle();
  expect(words('.hint')).toContain('已记在本机');
  expect(words('.notice')).toContain('有缺口 · 菜场边围挡 · 靠近水闸 · 能过一个人 · 12:00 记下，还没有传上去');
  expect(words('.bar')).toContain('待传 1');
  server.down = false;
  server.losesAnswers = true;
  await settle(MINUTE);
  server.losesAnswers = false;
  await settle(10 * MINUTE);
  expect(Array.from(server.breaches.values())).toMatchObject([{ kind: 'gap', place: '菜场边围挡', spot: '靠近水闸', note: '能过一个人' }]);
  expect(words('.bar')).toContain('待传 0');
}, 20000);

test('whoever is expected back today: a list, and a line where a door is looked up, without network', async () => {
  server.news = snapshot({
    phone: '021-66061234',
    returnees: [{ door: '38号楼 1-102', at: NOON + 6 * HOUR, proven: true }, { door: '40号楼 101', at: NOON + 7 * HOUR, proven: false }, { door: '40号楼 102', at: NOON + 30 * HOUR, proven: true }],
  });
  await enrol();
  server.down = true;
  tap('今天回来 2');
  expect(Array.from(document.querySelectorAll('.firm')).map((each) => each.textContent)).toEqual(['38号楼 1-102说好 18:00 到', '40号楼 101说好 19:00 到 · 没有核实，先问清']);
  (document.querySelectorAll('.firm')[1] as HTMLButtonElement).click();
  await settle();
  expect(words('.returns')).toContain('有人报备回来（19:00，没有核实）');
  expect(words('.call')).toContain('021-66061234');
  tap('按错了，没有人');
  await settle(7 * HOUR + MINUTE); // an hour and a minute after the first one's time
  tap('今天回来 2');
  const said = (): (string | null)[] => Array.from(document.querySelectorAll('.firm small')).map((each) => each.textContent);
  expect(said()).toEqual(['说好 18:00 到 · 过了时间', '说好 19:00 到 · 没有核实，先问清']);
  tap('返回');
  await settle(6 * HOUR); // after midnight
  tap('今天回来 3');
  expect(said()).toEqual(['说好 昨天 18:00 到 · 过了时间', '说好 昨天 19:00 到 · 过了时间 · 没有核实，先问清', '说好 18:00 到']);
});

test('whoever comes back is asked about on the way in, by the pass of those who live there; a visitor at that door hears nothing of it', async () => {
  server.news = snapshot({
    rules: [rule(1), rule(200, { exempt: true, times: 0 }), rule(201)], passes: packed([[1001, 1, 1, 1], [1007, 200, 1, 1], [1008, 201, 1, 1]]), counters: [],
    returnees: [{ door: '38号楼 1-102', at: NOON + 6 * HOUR, proven: true }],
  });
  await enrol();
  tap('今天回来 1');
  (document.querySelector('.firm') as HTMLButtonElement).click();
  await settle();
  expect(words('.way[aria-pressed=true]')).toBe('↓ 进门');
  expect(words('.facts')).toContain('38号楼 1-102 · 规则1');
  expect(words('.sentence')).toBe('可以进门，没有出门记录。');
  expect(words('.returns')).toContain('有人报备回来');
  for (const other of [code(1007, { rule: 200 }), code(1008, { rule: 201 })]) {
    await scan(other);
    expect(words('.facts')).toContain('38号楼 1-102');
    expect(document.querySelector('.returns')).toBeNull();
  }
});

test('a photo goes with a breach where there is one; without it the words go all the same', async () => {
  await enrol();
  server.down = true;
  const report = async (photo: string): Promise<void> => {
    tap('报告缺口');
    tap('有缺口');
    (document.querySelector('[aria-label=具体在哪里]') as HTMLInputElement).value = '水闸';
    const input = document.querySelector('input[type=file]') as HTMLInputElement;
    Object.defineProperty(input, 'files', { value: [new File(['x'], photo)] });
    input.dispatchEvent(new Event('change'));
    await settle();
    tap('报告');
    await settle();
    tap('返回');
  };
  await report('x.jpg');
  await report('x.heic');
  server.down = false;
  await settle(5 * MINUTE);
  expect(Array.from(server.breaches.values()).map(({ spot, photo }) => [spot, photo])).toEqual([['水闸', 'QUJD'], ['水闸', undefined]]);
}, 20000);
