// <button data-copies="ID" hidden> copies the text (or value) of that element; <button data-prints hidden> prints the page.
// Both are hidden without scripts: the text can be selected and the browser prints by itself.

export function textOf(id: string): string {
  const source = document.getElementById(id);
  if (source instanceof HTMLTextAreaElement || source instanceof HTMLInputElement) return source.value;
  return source?.textContent?.trim() ?? '';
}

/** Copies the text; older WebViews, and pages not served by HTTPS, know only the second way. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

export function enhance(): void {
  document.querySelectorAll<HTMLButtonElement>('button[data-copies]').forEach((button) => {
    button.hidden = false;
    const label = button.textContent;
    button.onclick = async () => {
      button.textContent = (await copy(textOf(button.dataset.copies ?? ''))) ? '已复制' : '复制不了，请长按文字选取';
      setTimeout(() => { button.textContent = label; }, 3000);
    };
  });
  document.querySelectorAll<HTMLButtonElement>('button[data-prints]').forEach((button) => {
    button.hidden = false;
    button.onclick = () => window.print();
  });
}

enhance();
