// A photo made small enough to be kept on an old phone and sent over a slow network. Drawn anew, it no longer says where it was taken.

const SIDE = 1280; // pixels of the longer side
const QUALITY = 0.7;
const MOST = 900 * 1000; // characters of base64; the server takes two million bytes at once

/** A JPEG as base64; undefined where this browser cannot read the picture: words are enough. */
export async function shrink(file: Blob): Promise<string | undefined> {
  const url = URL.createObjectURL(file);
  try {
    const image = await load(url);
    const scale = Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    const context = canvas.getContext('2d');
    if (!context || canvas.width === 0) return undefined;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const text = canvas.toDataURL('image/jpeg', QUALITY);
    return text.indexOf('data:image/jpeg') === 0 && text.length < MOST ? text.slice(text.indexOf(',') + 1) : undefined;
  } catch {
    return undefined; // no picture, or more than the phone's memory holds
  } finally {
    URL.revokeObjectURL(url);
  }
}

function load(url: string): Promise<HTMLImageElement> {
  return new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => failed(new Error('This is no picture.'));
    image.src = url;
  });
}
