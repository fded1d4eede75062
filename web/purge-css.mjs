// Reduces a framework's stylesheet to the rules that the product's own pages can reach.
// It knows flat CSS (rules inside at-rules, no nesting), which is what WeUI and Tabler ship.

/** Words in the sources that could be a class, an id or a data attribute. */
export function wordsOf(text) {
  const words = new Set();
  for (const [word] of text.matchAll(/[A-Za-z_][\w-]*/g)) words.add(word);
  for (const [word] of text.matchAll(/[A-Za-z_][\w-]*[\w/.:-]*/g)) words.add(word);
  return words;
}

/** The stylesheet without comments, as a tree of { head, body } (body: child nodes, or the declarations as text). */
export function parse(css) {
  const nodes = [];
  for (const part of blocks(css.replace(/\/\*[\s\S]*?\*\//g, ''))) {
    const group = /^@(media|supports|layer|container)/.test(part.head);
    nodes.push({ head: part.head, body: group ? parse(part.body) : part.body });
  }
  return nodes;
}

/** Rules that can apply: `used` holds the words of the sources. Dark rules are dropped, the product has one look. */
export function purge(css, used) {
  const nodes = dropUnused(parse(css), used);
  dropUnreadVariables(nodes);
  dropUnplayedKeyframes(nodes);
  return write(nodes);
}

function dropUnused(nodes, used) {
  const kept = [];
  for (const node of nodes) {
    if (Array.isArray(node.body)) {
      if (/prefers-color-scheme:\s*dark/.test(node.head)) continue;
      const body = dropUnused(node.body, used);
      if (body.length > 0) kept.push({ head: node.head, body });
    } else if (node.head.startsWith('@')) {
      if (node.body !== null) kept.push(node);
    } else {
      const head = split(node.head, ',').filter((selector) => reachable(selector, used)).join(',');
      if (head !== '') kept.push({ head, body: node.body });
    }
  }
  return kept;
}

/** Whether every class, id and data attribute that the selector asks for stands in the sources. */
export function reachable(selector, used) {
  let rest = selector.trim().replace(/\[[^\]]*dark[^\]]*\]/g, '.unreachable-dark');
  for (;;) {
    const call = /:(not|is|where|has)\(/.exec(rest);
    if (!call) break;
    const end = closing(rest, call.index + call[0].length - 1);
    const choices = split(rest.slice(call.index + call[0].length, end), ',');
    if (call[1] !== 'not' && !choices.some((choice) => reachable(choice, used))) return false;
    rest = rest.slice(0, call.index) + rest.slice(end + 1);
  }
  const names = [
    ...rest.matchAll(/[.#]((?:[\w-]|\\.)+)/g),
    ...rest.matchAll(/\[(data-[\w-]+)/g),
  ].map((match) => match[1].replace(/\\(.)/g, '$1'));
  return names.every((name) => used.has(name));
}

function dropUnreadVariables(nodes) {
  for (let before = -1; ;) {
    const text = write(nodes);
    if (text.length === before) return;
    before = text.length;
    const read = new Set([...text.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]));
    eachRule(nodes, (node) => {
      node.body = split(node.body, ';')
        .filter((line) => { const name = /^\s*(--[\w-]+)\s*:/.exec(line); return !name || read.has(name[1]); })
        .join(';');
    });
  }
}

function dropUnplayedKeyframes(nodes) {
  const rules = [];
  eachRule(nodes, (node) => rules.push(node.body));
  const text = rules.join(';');
  for (let i = nodes.length - 1; i >= 0; i--) {
    const name = /^@(?:-webkit-)?keyframes\s+([\w-]+)/.exec(nodes[i].head);
    if (name && !new RegExp(`animation[\\w-]*:[^;]*\\b${name[1]}\\b`).test(text)) nodes.splice(i, 1);
  }
}

function eachRule(nodes, act) {
  for (const node of nodes) {
    if (Array.isArray(node.body)) eachRule(node.body, act);
    else if (!node.head.startsWith('@')) act(node);
  }
}

function write(nodes) {
  return nodes.map(({ head, body }) => {
    if (body === null) return `${head};`;
    const inner = Array.isArray(body) ? write(body) : body.trim();
    return inner === '' ? '' : `${head}{${inner}}\n`;
  }).join('');
}

/** Top-level `head { body }` blocks; a statement without a block (`@charset`) has the body null. */
function* blocks(css) {
  let start = 0;
  for (let i = 0; i < css.length; i++) {
    i = skip(css, i);
    if (css[i] === ';') {
      yield { head: css.slice(start, i).trim(), body: null };
      start = i + 1;
    } else if (css[i] === '{') {
      const end = closing(css, i);
      yield { head: css.slice(start, i).trim(), body: css.slice(i + 1, end) };
      start = i = end + 1;
      i--;
    }
  }
}

/** Parts between the separators that stand outside quotes and brackets. */
function split(text, separator) {
  const parts = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    i = skip(text, i);
    if (text[i] === separator) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.filter((part) => part.trim() !== '');
}

/** The next place at or after `i` that is not inside quotes or round or square brackets. */
function skip(text, i) {
  while (i < text.length) {
    if (text[i] === '\\') i += 2;
    else if (text[i] === '"' || text[i] === "'") i = quoteEnd(text, i) + 1;
    else if (text[i] === '(' || text[i] === '[') i = closing(text, i) + 1;
    else return i;
  }
  return i;
}

const PAIRS = { '(': ')', '[': ']', '{': '}' };

/** Where the bracket that opens at `i` closes. */
function closing(text, i) {
  const close = PAIRS[text[i]];
  for (let j = i + 1; j < text.length; j++) {
    if (text[j] === '\\') j++;
    else if (text[j] === close) return j;
    else if (text[j] === '"' || text[j] === "'") j = quoteEnd(text, j);
    else if (PAIRS[text[j]]) j = closing(text, j);
  }
  throw new Error(`No end for ${text.slice(i, i + 60)}`);
}

function quoteEnd(text, i) {
  for (let j = i + 1; j < text.length; j++) {
    if (text[j] === '\\') j++;
    else if (text[j] === text[i]) return j;
  }
  throw new Error(`No closing quote for ${text.slice(i, i + 60)}`);
}
