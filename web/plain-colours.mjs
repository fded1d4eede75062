// Tabler writes its colours as oklch() and light-dark(), which the browsers of many offices cannot read yet.
// The product has one light look, so both can be settled when the stylesheet is built.

/** `light-dark(a, b)` becomes `a`, `oklch(…)` without variables becomes `rgb(…)`. */
export function plainColours(css) {
  return lightOnly(css).replace(
    /oklch\(([\d.]+)%\s+([\d.]+)\s+([\d.]+)(?:deg)?(?:\s*\/\s*([\d.]+%?))?\)/g,
    (_, light, chroma, hue, alpha) => {
      const [r, g, b] = toRgb(Number(light) / 100, Number(chroma), (Number(hue) * Math.PI) / 180);
      return alpha === undefined ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${alpha})`;
    });
}

function lightOnly(css) {
  let out = '';
  let from = 0;
  for (;;) {
    const at = css.indexOf('light-dark(', from);
    if (at < 0) return out + css.slice(from);
    const inner = at + 'light-dark('.length;
    let depth = 0, comma = -1, end = inner;
    for (; depth >= 0; end++) {
      if (css[end] === '(') depth++;
      else if (css[end] === ')') depth--;
      else if (css[end] === ',' && depth === 0 && comma < 0) comma = end;
    }
    out += css.slice(from, at) + lightOnly(css.slice(inner, comma));
    from = end;
  }
}

// The matrices are those of the Oklab definition (CSS Color 4, section 9.2); out-of-gamut channels are clipped.
function toRgb(light, chroma, hue) {
  const a = chroma * Math.cos(hue), b = chroma * Math.sin(hue);
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((linear) => {
    const clipped = Math.min(1, Math.max(0, linear));
    return Math.round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055));
  });
}
