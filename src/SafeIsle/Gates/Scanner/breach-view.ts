// 报告缺口或翻越: what was seen, where, and some words; kept on the phone at once.

import { type BreachKind, type BreachReport, KINDS, type KeptBreach, MOST_NOTE, MOST_SPOT, whyNot } from './breaches';
import { button, el, fill } from './dom';
import type { Gate } from './gate';
import { shrink } from './photo';
import { timeOf } from './words';

const MOST_TYPED_SPOT = MOST_SPOT - 21; // a gate that was renamed meanwhile is named there, too

export function breachView(gate: Gate, back: () => void): HTMLElement {
  const view = el('section.find');
  let draft: { kind?: BreachKind; place?: string; photo?: string } = {};
  const text = (words: string, most: number): HTMLInputElement =>
    el('input.own', { placeholder: words, 'aria-label': words, maxlength: String(most), autocomplete: 'off' }) as HTMLInputElement;
  const spot = text('具体在哪里', MOST_TYPED_SPOT);
  const note = text('说明（不写姓名）', MOST_NOTE);
  const said = el('p.hint', { role: 'status' });
  let busy = false;
  let shrinking: Promise<void> = Promise.resolve();
  const photo = (): HTMLElement => {
    const words = el('span', {}, '拍一张照片（可以不拍）');
    const input = el('input.unseen', { type: 'file', accept: 'image/*', capture: 'environment', 'aria-label': '照片' }) as HTMLInputElement;
    input.addEventListener('change', () => {
      const file = input.files && input.files[0];
      draft.photo = undefined;
      if (!file) return;
      words.textContent = '正在缩小照片……';
      shrinking = shrink(file).then((small) => {
        draft.photo = small;
        words.textContent = small ? '照片已拍，点这里换一张' : '这张照片这台手机读不了，可以不拍，直接报告';
      });
    });
    return el('label.choice.photo', {}, words, input);
  };
  const say = (words: string, wrong = false): void => {
    said.textContent = words;
    said.classList.toggle('wrong', wrong);
  };
  const chips = <T extends string>(all: readonly (readonly [T, string])[], chosen: () => T | undefined, choose: (value: T | undefined) => void): HTMLElement[] => {
    const made = all.map(([value, words]) => button('choice', words, () => {
      choose(chosen() === value ? undefined : value);
      show();
    }));
    const show = (): void => made.forEach((each, i) => each.setAttribute('aria-pressed', String((all[i] as readonly [T, string])[0] === chosen())));
    show();
    return made;
  };
  const draw = (): void => {
    const places = ((gate.list && gate.list.places) || []).map((name) => [name, name] as const);
    fill(view, el('h1', {}, '报告缺口或翻越'), said, ...gate.breaches().map((each) => line(each, () => void gate.dropReport(each.id).then(draw))),
      el('p.hint', {}, '看到什么'), el('div.grid', {}, ...chips(KINDS, () => draft.kind, (kind) => { draft.kind = kind; })),
      el('p.hint', {}, '在哪里：点一个，或写下来'),
      places.length > 0 && el('div.grid', {}, ...chips(places, () => draft.place, (place) => { draft.place = place; })), spot, note, photo(),
      button('act.act-main', '报告', () => void send()), button('choice.choice-quiet', '返回', back));
  };
  const send = async (): Promise<void> => {
    const report: Partial<BreachReport> = { kind: draft.kind, place: draft.place, spot: spot.value.trim() || undefined, note: note.value.trim() || undefined };
    const because = whyNot(report);
    if (because) {
      say(because, true);
      if (said.scrollIntoView) said.scrollIntoView({ block: 'center' });
      return;
    }
    if (busy) return; // two taps are one report
    busy = true;
    await shrinking;
    const kept = await gate.report({ ...(report as Omit<BreachReport, 'id' | 'at' | 'guard'>), photo: draft.photo });
    busy = false;
    if (!kept) {
      say('本机没有存下，请先记在纸上，再打电话告诉居委会。', true);
      return;
    }
    draft = {};
    spot.value = note.value = '';
    say('已记在本机，联网后自动传给居委会，只传一次；列入巡查，有人去看。急的请同时打电话。');
    draw();
  };
  draw();
  return view;
}

function line({ kind, place, spot, note, at, refused }: KeptBreach, drop: () => void): HTMLElement {
  const what = KINDS.filter(([key]) => key === kind).map(([, words]) => words)[0];
  const words = [what, place, spot, note, `${timeOf(at)} 记下`].filter(Boolean).join(' · ');
  return el(`p.notice${refused ? '.notice-late' : '.notice-soon'}`, {}, `${words}，还没有传上去。${refused ? `居委会的系统没有收：${refused}` : ''}`,
    refused ? button('tool', '已经打电话说了，不再传', drop) : null);
}
