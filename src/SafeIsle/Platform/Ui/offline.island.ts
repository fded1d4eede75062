// On the desk's, the field's and the home's pages: registers the worker that shows a page of ours where there is no network (Offline.cs), and keeps
// a form from being sent into nothing, so that what was typed stays. <offline-page> is that page.

const WORKER = '/sw.js';
const PATIENCE = 5 * 1000; // milliseconds for the server to answer
const FRESH = 60 * 1000; // milliseconds after it was opened for which the page itself says that the network is there

/** The part of the product that an address lies in, for which the worker is registered; '' for others. From the list one goes to the desk. */
export function scopeOf(path: string): string {
  return /^\/(desk|field)(\/|$)/.test(path) ? '/desk' : /^\/home(\/|$)/.test(path) ? '/home' : '';
}

/** A device without any network may still reach a server that stands beside it. */
async function reaches(): Promise<boolean> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    await fetch(WORKER, { method: 'HEAD', cache: 'no-store', signal: abort.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Holds a form back while there is no network. A phone on the stairs often believes that it has some while nothing flows: where the page was
 * opened a while ago, the server is asked first.
 */
export async function hold(event: Event): Promise<void> {
  const { submitter } = event as SubmitEvent;
  const form = event.target as HTMLFormElement;
  // Without the button that was pressed it could not be sent as it was meant.
  if (event.defaultPrevented || !submitter || !form.requestSubmit || form.dataset.goes === 'now' || (navigator.onLine && performance.now() < FRESH)) return;
  event.preventDefault();
  if (form.dataset.goes === 'asking') return; // pressed twice
  form.dataset.goes = 'asking';
  form.querySelectorAll('.offline-held').forEach((old) => old.remove());
  const meant = meaning(form, submitter as HTMLButtonElement);
  const there = await reaches();
  // Meanwhile a live part of the page may have changed what stands under the thumb.
  const same = form.isConnected && meaning(form, submitter as HTMLButtonElement) === meant;
  if (there && same) {
    form.dataset.goes = 'now';
    form.requestSubmit(submitter);
  }
  delete form.dataset.goes;
  if (there && same) return;
  const line = document.createElement('p');
  line.className = 'offline-held field-error';
  line.setAttribute('role', 'alert');
  line.textContent = there ? '这一页刚刚更新了，没有发出去，请看一眼再点。' : '没有网络，没有发出去；写的都还在，有了网络再点一次。';
  if (submitter.isConnected) submitter.after(line);
  else (document.querySelector('main') || document.body).prepend(line);
}

/** What a press of the button would do. */
function meaning(form: HTMLFormElement, button: HTMLButtonElement): string {
  return [form.action, button.form === form, button.getAttribute('formaction'), button.name, button.value, button.textContent].join('\n');
}

class OfflinePage extends HTMLElement {
  connectedCallback(): void {
    const part = scopeOf(location.pathname);
    this.querySelectorAll<HTMLElement>('[data-for]').forEach((each) => { each.hidden = part !== '' && `/${each.dataset.for}` !== part; });
    const community = /^\/(?:desk|field)\/(\d{12})/.exec(location.pathname);
    const list = this.querySelector<HTMLAnchorElement>('[data-for=desk] a');
    if (community && list) {
      list.href = `/field/${community[1]}/todos`;
      (list.parentElement as HTMLElement).hidden = false;
    }
    window.addEventListener('online', () => location.reload());
  }
}

customElements.define('offline-page', OfflinePage);
const scope = scopeOf(location.pathname);
if (scope && navigator.serviceWorker) navigator.serviceWorker.register(WORKER, { scope }).catch(() => undefined); // without it the browser says it its own way
document.addEventListener('submit', (event) => void hold(event));
