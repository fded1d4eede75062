// WeUI sizes its text in pixels. The phone pages let the reader choose the text size, so pixels become rem:
// WeUI's body size (17 px) is one rem, and nothing gets smaller than 0.84 rem (15 px of the smallest choice).

const BODY = 17;
const SMALLEST = 0.84;

/** The stylesheet with `font-size` in rem. */
export function remSizes(css) {
  return css.replace(/(font-size:\s*)(?:calc\(1px \* (\d+)\)|(\d+)px)/g, (_, head, inCalc, plain) => {
    const size = Number(inCalc ?? plain);
    return size === 0 ? `${head}0` : `${head}${Number(Math.max(SMALLEST, size / BODY).toFixed(3))}rem`;
  });
}
