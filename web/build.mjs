// Makes src/SafeIsle/wwwroot: islands/*.js, css/phone.css, css/desk.css, css/gate.css, icons.svg, icon.svg, each with .gz and .br
// beside it, and icon-512.png. Nothing is done when no input changed since the last time.
//
// A class name that code puts together ("badge-" + colour) is not seen by the reduction of the stylesheets:
// write it out in full somewhere in the same file, a comment will do.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src/SafeIsle');
const out = join(source, 'wwwroot');
const stampFile = join(root, 'build/web.stamp');

const sources = filesUnder(source);
const stamp = fingerprint([
  ...sources, ...filesUnder(join(root, 'web')), join(root, 'package-lock.json'),
]);
if (existsSync(out) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  console.log('Web files are up to date.');
} else {
  const sizes = await build();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  console.log(`Web files built: ${sizes.join(', ')}.`);
}

async function build() {
  const [{ build: bundle, transform }, { purge, wordsOf }, { plainColours }, { remSizes }] = await Promise.all([
    import('esbuild'), import('./purge-css.mjs'), import('./plain-colours.mjs'), import('./rem-sizes.mjs'),
  ]);
  rmSync(out, { recursive: true, force: true });
  const sizes = [];

  const islands = sources.filter((file) => file.endsWith('.island.ts'));
  const bundled = await bundle({
    entryPoints: islands.map((file) => ({ in: file, out: basename(file, '.island.ts') })),
    outdir: join(out, 'islands'),
    bundle: true, minify: true, format: 'iife', charset: 'utf8', write: false,
    target: 'es2019', // what the oldest WeChat WebViews in use understand
  });
  for (const file of bundled.outputFiles) put(`islands/${basename(file.path)}`, file.text);

  const used = wordsOf(sources.filter((file) => /\.(razor|cs|ts)$/.test(file))
    .map((file) => readFileSync(file, 'utf8')).join('\n'));
  const weui = module('weui/dist/style/weui.css'), tabler = module('@tabler/core/dist/css/tabler.css');
  await stylesheet('css/phone.css', 'WeUI, (c) Tencent, MIT licence', remSizes(purge(weui, used)),
    'phone.css', ['chrome73', 'safari12']);
  await stylesheet('css/desk.css', 'Tabler, (c) The Tabler Authors, codecalm.net, MIT licence',
    purge(plainColours(tabler), used), 'desk.css', ['chrome100', 'safari15', 'firefox100']);

  await stylesheet('css/gate.css', 'SafeIsle', '', 'gate.css', ['chrome73', 'safari12']);

  put('icons.svg', sprite(JSON.parse(readFileSync(join(root, 'web/icons.json'), 'utf8'))));
  put('icon.svg', readFileSync(join(root, 'web/icon.svg'), 'utf8'));
  // icon.svg on white: home screens of iPhones know no SVG and fill what is clear with black.
  writeFileSync(join(out, 'icon-512.png'), readFileSync(join(root, 'web/icon-512.png')));
  return sizes;

  async function stylesheet(name, notice, framework, own, target) {
    const css = [framework, house('shared.css'), house(own)].join('\n');
    const { code } = await transform(css, { loader: 'css', minify: true, legalComments: 'none', charset: 'utf8', target });
    put(name, `/* ${notice} */\n${code}`);
  }

  function house(file) {
    return readFileSync(join(source, 'Platform/Ui', file), 'utf8');
  }

  function put(name, text) {
    const path = join(out, name), bytes = Buffer.from(text);
    mkdirSync(dirname(path), { recursive: true });
    const gz = gzipSync(bytes, { level: 9 });
    writeFileSync(path, bytes);
    writeFileSync(`${path}.gz`, gz);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }));
    sizes.push(`${name} ${(gz.length / 1024).toFixed(1)} KB`);
  }
}

/** One SVG with a symbol per icon: `<svg class="icon"><use href="/icons.svg#phone"/></svg>`. */
function sprite(names) {
  const symbols = names.map((name) => {
    const svg = module(`@tabler/icons/icons/outline/${name}.svg`);
    const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
      `stroke-linecap="round" stroke-linejoin="round">${inner.replace(/\s*\n\s*/g, '')}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Tabler Icons, (c) Paweł Kuna, MIT licence -->${symbols.join('')}</svg>`;
}

function module(path) {
  return readFileSync(join(root, 'node_modules', path), 'utf8');
}

/** Files that the build reads, sorted; what a build or an editor leaves there is no input. */
function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !['bin', 'obj', 'wwwroot'].includes(entry.name))
    .flatMap((entry) => entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)])
    .filter((file) => /\.(razor|cs|ts|css|mjs|json|svg|png)$/.test(file))
    .sort();
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
