// <nav data-text-size><a data-by="-1">…</a><a data-by="1">…</a></nav>: makes the text of the page smaller or larger in place, so that nothing
// typed is lost, and keeps the choice in the cookie that the server reads for the next page.

export const STEPS = ['usual', 'large', 'larger', 'largest'];
const YEAR = 365 * 24 * 3600;

/** The size that many steps from what stands on the root; undefined where there is none. */
export function next(now: string | undefined, by: number): string | undefined {
  return STEPS[Math.max(STEPS.indexOf(now ?? ''), 0) + by];
}

export function enhance(): void {
  const root = document.documentElement;
  const links = document.querySelectorAll<HTMLAnchorElement>('[data-text-size] a');
  const show = () => links.forEach((link) => { link.hidden = next(root.dataset.text, Number(link.dataset.by)) === undefined; });
  links.forEach((link) => {
    link.onclick = (event) => {
      event.preventDefault();
      const size = next(root.dataset.text, Number(link.dataset.by));
      if (size === undefined) return;
      root.dataset.text = size;
      document.cookie = `safeisle-text=${size}; path=/; max-age=${YEAR}; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
      show();
    };
    // A link without an address is none to a keyboard.
    if (!link.hasAttribute('href')) link.href = '#';
  });
  show();
}

enhance();
