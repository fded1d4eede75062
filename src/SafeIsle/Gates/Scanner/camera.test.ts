import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import jsQR from 'jsqr';
import { Camera } from './camera';

vi.mock('jsqr', () => ({ default: vi.fn() }));

const jsQr = jsQR as unknown as ReturnType<typeof vi.fn>;
const detect = vi.fn();
const drawn = vi.fn();
const ended = vi.fn();
const leave = vi.fn();
const read = vi.fn();
const changed = vi.fn();

/** What the browser itself reads codes with. */
const detector = (...formats: string[]): unknown => class {
  static getSupportedFormats = async (): Promise<string[]> => formats;
  detect = detect;
};

/** A camera whose picture is 1280 by 720. */
const camera = (ready = 4): Camera => {
  const video = { play: async () => undefined, srcObject: null, readyState: ready, HAVE_CURRENT_DATA: 2, videoWidth: 1280, videoHeight: 720 };
  return new Camera(video as unknown as HTMLVideoElement, read, changed);
};
const looks = (times: number): Promise<unknown> => vi.advanceTimersByTimeAsync(times * 120);

beforeEach(() => {
  vi.useFakeTimers();
  for (const each of [detect, drawn, ended, leave, read, changed, jsQr]) each.mockReset();
  leave.mockImplementation(async () => ({ getTracks: () => [{ stop: ended }], getVideoTracks: () => [] }));
  Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia: leave }, configurable: true });
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation((() => ({
    drawImage: drawn, getImageData: (_x: number, _y: number, width: number, height: number) => ({ data: `${width}x${height}` }),
  })) as never);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('where the browser reads codes itself, jsQR is not asked', async () => {
  vi.stubGlobal('BarcodeDetector', detector('ean_13', 'qr_code'));
  detect.mockResolvedValueOnce([]).mockResolvedValue([{ rawValue: 'SI1.code' }]);
  const eye = camera();
  await eye.start();
  expect(eye.state).toBe('on');
  await looks(1);
  expect(read).not.toHaveBeenCalled();
  await looks(1);
  expect(read).toHaveBeenCalledExactlyOnceWith('SI1.code');
  expect(jsQr).not.toHaveBeenCalled();
  eye.stop();
});

test.each([['none at all', undefined], ['one that knows no QR codes', detector('ean_13')]])('with %s jsQR reads a smaller picture', async (_, type) => {
  vi.stubGlobal('BarcodeDetector', type);
  jsQr.mockReturnValueOnce(null).mockReturnValue({ data: 'SI1.small' });
  const eye = camera();
  await eye.start();
  await looks(2);
  expect(read).toHaveBeenCalledExactlyOnceWith('SI1.small');
  expect(jsQr).toHaveBeenLastCalledWith('640x360', 640, 360, { inversionAttempts: 'dontInvert' });
  expect(detect).not.toHaveBeenCalled();
  eye.stop();
});

test('a reader that is there and does not work is left for jsQR, for good', async () => {
  vi.stubGlobal('BarcodeDetector', detector('qr_code'));
  detect.mockRejectedValue(new Error('service unavailable'));
  jsQr.mockReturnValue({ data: 'SI1.instead' });
  const eye = camera();
  await eye.start();
  await looks(3);
  expect(detect).toHaveBeenCalledTimes(1);
  expect(read).toHaveBeenCalledTimes(3);
  eye.stop();
});

test('no picture yet is no look, and a stopped camera looks no more', async () => {
  const eye = camera(1);
  await eye.start();
  await looks(2);
  expect(drawn).not.toHaveBeenCalled();
  eye.stop();
  expect(ended).toHaveBeenCalledTimes(1);
  await looks(2);
  expect(jsQr).not.toHaveBeenCalled();
  expect(eye.state).toBe('off');
});

test('whoever refuses the camera is told so, and a phone without one too', async () => {
  leave.mockRejectedValueOnce(new DOMException('', 'NotAllowedError')).mockRejectedValueOnce(new DOMException('', 'NotFoundError'));
  const refused = camera(), without = camera();
  await refused.start();
  await without.start();
  expect([refused.state, without.state]).toEqual(['denied', 'none']);
});
