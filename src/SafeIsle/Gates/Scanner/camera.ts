// The camera, and what reads a code from its picture: the browser itself where it can, jsQR where it cannot.

import jsQR from 'jsqr';

const PAUSE = 120; // milliseconds between two looks; leaves an old phone time for its screen
const WIDTH = 640; // pixels that jsQR gets; more only takes longer

interface Detector { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }
interface DetectorType { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> }

export type CameraState = 'off' | 'on' | 'denied' | 'none';

export class Camera {
  state: CameraState = 'off';
  private wanted = false;
  private stream: MediaStream | undefined;
  private timer: number | undefined;
  private detector: Detector | undefined;
  private canvas = document.createElement('canvas');

  constructor(private readonly video: HTMLVideoElement, private readonly read: (text: string) => void, private readonly changed: () => void) {}

  async start(): Promise<void> {
    if (this.wanted) return;
    this.wanted = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false, video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      if (!this.wanted) { // stopped while somebody was asked for leave
        stream.getTracks().forEach((track) => track.stop());
        return;
      }
      this.stream = stream;
      this.video.srcObject = stream;
      await this.video.play();
      this.detector = await detector();
      this.be('on');
      this.look();
    } catch (error) {
      this.stop();
      this.wanted = true; // and not asked again before the page was out of sight
      this.be(error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'none');
    }
  }

  stop(): void {
    this.wanted = false;
    window.clearTimeout(this.timer);
    if (this.stream) this.stream.getTracks().forEach((track) => track.stop());
    this.stream = undefined;
    if (this.state !== 'off') this.be('off');
  }

  /** Whether this camera has a light. */
  get hasLight(): boolean {
    const track = this.stream && this.stream.getVideoTracks()[0];
    return !!track && !!track.getCapabilities && 'torch' in track.getCapabilities();
  }

  async light(on: boolean): Promise<void> {
    const track = this.stream && this.stream.getVideoTracks()[0];
    if (track) await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  }

  private look(): void {
    this.timer = window.setTimeout(async () => {
      if (!this.stream) return;
      const text = await this.text();
      if (text) this.read(text);
      this.look();
    }, PAUSE);
  }

  private async text(): Promise<string> {
    if (this.video.readyState < this.video.HAVE_CURRENT_DATA) return '';
    if (this.detector) {
      try {
        const [code] = await this.detector.detect(this.video);
        return code ? code.rawValue : '';
      } catch {
        this.detector = undefined; // the system's reader is not installed after all
      }
    }
    const scale = Math.min(1, WIDTH / this.video.videoWidth);
    const [width, height] = [Math.round(this.video.videoWidth * scale), Math.round(this.video.videoHeight * scale)];
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    if (!context || width === 0 || height === 0) return '';
    context.drawImage(this.video, 0, 0, width, height);
    const code = jsQR(context.getImageData(0, 0, width, height).data, width, height, { inversionAttempts: 'dontInvert' });
    return code ? code.data : '';
  }

  private be(state: CameraState): void {
    this.state = state;
    this.changed();
  }
}

async function detector(): Promise<Detector | undefined> {
  const Type = (window as { BarcodeDetector?: DetectorType }).BarcodeDetector;
  if (!Type || (await Type.getSupportedFormats()).indexOf('qr_code') < 0) return undefined;
  return new Type({ formats: ['qr_code'] });
}
