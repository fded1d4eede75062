// A verdict is also heard and felt. Browsers let a page sound and shake only after the first touch.

import type { Verdict } from './store';

/** Frequency in hertz and length in seconds of each tone; then the pattern of the vibration in milliseconds. */
const TONES: Record<Verdict, { tones: [number, number][]; shake: number[] }> = {
  go: { tones: [[1320, 0.12]], shake: [80] },
  ask: { tones: [[660, 0.14], [880, 0.14], [660, 0.14]], shake: [120, 80, 120] },
  stop: { tones: [[196, 0.28], [165, 0.4]], shake: [350, 120, 350] },
};
const GAP = 0.05; // seconds between two tones
const LOUD = 0.5;

let context: AudioContext | undefined;

/** To be called on every touch and key: the first one opens the speaker. */
export function allowSound(): void {
  const Audio = window.AudioContext || (window as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext;
  if (!Audio) return;
  context = context || new Audio();
  if (context.state === 'suspended') void context.resume();
}

export function sound(verdict: Verdict): void {
  const { tones, shake } = TONES[verdict];
  const touched = (navigator as { userActivation?: { hasBeenActive: boolean } }).userActivation; // unknown to older browsers
  if (navigator.vibrate && (!touched || touched.hasBeenActive)) navigator.vibrate(shake);
  if (!context || context.state !== 'running') return;
  let at = context.currentTime;
  for (const [frequency, length] of tones) {
    const tone = context.createOscillator(), volume = context.createGain();
    tone.type = verdict === 'stop' ? 'sawtooth' : 'sine';
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(LOUD, at);
    volume.gain.linearRampToValueAtTime(0, at + length); // no click at the end
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + length);
    at += length + GAP;
  }
}
