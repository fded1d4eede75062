// Small parts of the scanner's screens.

import { press } from './keypad';
import type { Verdict } from './store';

/** A screen with digits, which a real keyboard may type, too. */
export type TypingView = HTMLElement & { type(digit: string): void };

type Child = Node | string | false | null | undefined;

/** An element with class, attributes and children: `el('p.hint', { id: 'x' }, '…')`. */
export function el(name: string, attributes: Record<string, string> = {}, ...children: Child[]): HTMLElement {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag as string);
  if (classes.length > 0) element.className = classes.join(' ');
  Object.keys(attributes).forEach((key) => element.setAttribute(key, attributes[key] as string));
  children.forEach((child) => { if (child) element.append(child); });
  return element;
}

export function button(name: string, words: Child, act: () => void, more: Child = null): HTMLButtonElement {
  const element = el(`button.${name}`, { type: 'button' }, words, more) as HTMLButtonElement;
  element.addEventListener('click', act);
  return element;
}

/** The keyboard's Enter does what the button beside the field does; not the Enter with which a hardware scanner ends a pass. */
export function onEnter(input: HTMLInputElement, act: () => void): void {
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.isComposing && input.value.indexOf('SI1:') < 0) act(); });
}

export function fill(parent: Element, ...children: Child[]): void {
  parent.textContent = '';
  children.forEach((child) => { if (child) parent.append(child); });
}

/** A new screen begins at its top, however far the one before was scrolled. */
export function toTop(part: Element): void {
  const sheet = part.closest('.sheet');
  if (sheet) sheet.scrollTop = 0;
}

const SHAPES: Record<Verdict, string> = {
  go: '<circle cx="50" cy="50" r="46"/><path d="M28 52l16 16 30-34"/>',
  stop: '<path class="whole-shape" d="M32 4h36l28 28v36L68 96H32L4 68V32z"/><path d="M30 50h40"/>',
  ask: '<path class="whole-shape" d="M50 6l46 84H4z"/><path d="M50 36v26M50 74v2"/>',
};

/** Circle with a tick, octagon, triangle: a verdict is told without colour, too. */
export function shape(verdict: Verdict): HTMLElement {
  const holder = el('span.shape', { 'aria-hidden': 'true' });
  holder.innerHTML = `<svg viewBox="0 0 100 100">${SHAPES[verdict]}</svg>`;
  return holder;
}

/** Ten digits, clear and back; `done` gets what stands there after each key. */
export function keypad(shown: () => string, most: number, done: (shown: string) => void): HTMLElement {
  const key = (words: string, name: string, label = words): HTMLElement => {
    const one = button('key', words, () => done(press(shown(), name, most)));
    one.setAttribute('aria-label', label);
    return one;
  };
  return el('div.keypad', {}, ...'123456789'.split('').map((digit) => key(digit, digit)),
    key('清', 'clear', '清除'), key('0', '0'), key('⌫', 'back', '退一格'));
}
