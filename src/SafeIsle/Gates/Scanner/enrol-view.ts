// First of all: the code of eight digits from the desk makes this browser a gate's scanner.

import { type TypingView, el, keypad } from './dom';
import type { Gate } from './gate';
import { press } from './keypad';

const DIGITS = 8;

export function enrolView(gate: Gate): TypingView {
  let code = '';
  let busy = false;
  const display = el('output.number', { 'aria-label': '登记码' });
  const hint = el('p.hint', { role: 'status' });
  const say = (words: string, wrong = false): void => {
    hint.textContent = words;
    hint.classList.toggle('wrong', wrong);
  };
  const show = (next: string): void => {
    if (busy) return;
    code = next;
    display.textContent = `${code.slice(0, 4).padEnd(4, '·')} ${code.slice(4).padEnd(4, '·')}`;
    if (code.length === DIGITS) void send();
    else say('居委会在“门岗”页面给出的 8 位登记码');
  };
  const send = async (): Promise<void> => {
    busy = true;
    say('正在登记……');
    const because = await gate.enrol(code);
    busy = false;
    if (because === '') return;
    show('');
    say(because, true);
  };
  const view = el('section.find.enrol', {}, el('h1', {}, '登记这台设备'), ...notices(gate), display, hint, keypad(() => code, DIGITS, show));
  show('');
  return Object.assign(view, { type: (digit: string) => show(press(code, digit, DIGITS)) });
}

function notices(gate: Gate): HTMLElement[] {
  const said: HTMLElement[] = [];
  if (gate.state === 'wiped') said.push(el('p.notice.notice-late', {}, '居委会停用了这台设备，本机保存的内容已经全部删除。要再用，请重新登记。'));
  else if (gate.state === 'enrol' && gate.waiting > 0) {
    said.push(el('p.notice.notice-soon', {}, `登记已经失效，请重新登记。没有上传的 ${gate.waiting} 条记录还在本机，登记后会接着上传。`));
  }
  return said;
}
