import { afterEach, beforeEach, expect, test, vi } from 'vitest';

interface Tone { type: string; frequency: number; start: number; stop: number }

let tones: Tone[];
let state: string;
const resumed = vi.fn();
const shake = vi.fn();

class FakeAudio {
  currentTime = 10;
  destination = {};
  get state(): string { return state; }
  resume(): Promise<void> { resumed(); state = 'running'; return Promise.resolve(); }
  createOscillator(): unknown {
    const tone: Tone = { type: '', frequency: 0, start: 0, stop: 0 };
    tones.push(tone);
    return {
      set type(type: string) { tone.type = type; },
      frequency: { set value(hertz: number) { tone.frequency = hertz; } },
      connect: (to: unknown) => to, start: (at: number) => { tone.start = at; }, stop: (at: number) => { tone.stop = at; },
    };
  }
  createGain(): unknown {
    return { gain: { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined }, connect: () => undefined };
  }
}

// The speaker is opened once a page: each test has a page of its own.
const load = async (): Promise<typeof import('./sounds')> => { vi.resetModules(); return import('./sounds'); };

beforeEach(() => {
  [tones, state] = [[], 'running'];
  resumed.mockClear();
  shake.mockClear();
  vi.stubGlobal('AudioContext', FakeAudio);
  Object.defineProperty(navigator, 'vibrate', { value: shake, configurable: true });
});
afterEach(() => { vi.unstubAllGlobals(); });

test('go is one high short tone and one short shake', async () => {
  const { allowSound, sound } = await load();
  allowSound();
  sound('go');
  expect(tones.map((t) => [t.type, t.frequency])).toEqual([['sine', 1320]]);
  expect(shake).toHaveBeenCalledExactlyOnceWith([80]);
});

test('stop is two low rough tones one after the other, and two long shakes', async () => {
  const { allowSound, sound } = await load();
  allowSound();
  sound('stop');
  expect(tones.map((t) => [t.type, t.frequency])).toEqual([['sawtooth', 196], ['sawtooth', 165]]);
  const [first, second] = tones;
  expect(second?.start).toBeGreaterThan(first?.stop as number);
  expect(shake).toHaveBeenCalledExactlyOnceWith([350, 120, 350]);
});

test('ask is three tones up and down, and is neither of the others', async () => {
  const { allowSound, sound } = await load();
  allowSound();
  sound('ask');
  expect(tones.map((t) => [t.type, t.frequency])).toEqual([['sine', 660], ['sine', 880], ['sine', 660]]);
  expect(shake).toHaveBeenCalledExactlyOnceWith([120, 80, 120]);
});

test('before the first touch nothing sounds, but it is felt; the touch opens the speaker', async () => {
  const { allowSound, sound } = await load();
  sound('stop');
  expect(tones).toEqual([]);
  expect(shake).toHaveBeenCalledTimes(1);
  state = 'suspended';
  allowSound();
  expect(resumed).toHaveBeenCalledTimes(1);
  sound('go');
  expect(tones.length).toBe(1);
});

test('nothing shakes before the first touch', async () => {
  const { sound } = await load();
  const active = { hasBeenActive: false };
  Object.defineProperty(navigator, 'userActivation', { value: active, configurable: true });
  sound('go');
  expect(shake).not.toHaveBeenCalled();
  active.hasBeenActive = true;
  sound('go');
  expect(shake).toHaveBeenCalledExactlyOnceWith([80]);
  Object.defineProperty(navigator, 'userActivation', { value: undefined, configurable: true });
});

test('a browser with neither sound nor shaking does without', async () => {
  vi.stubGlobal('AudioContext', undefined);
  Object.defineProperty(navigator, 'vibrate', { value: undefined, configurable: true });
  const { allowSound, sound } = await load();
  allowSound();
  sound('stop');
  expect(tones).toEqual([]);
});
