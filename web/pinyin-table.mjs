// Makes src/SafeIsle/Platform/Text/pinyin-initials.txt, the table behind PinyinInitials.cs, from pinyin-pro's dictionary.
// Run it by hand (npm run pinyin-table) when the dictionary's version changes; the table is committed.
import { readFileSync, writeFileSync } from 'node:fs';
import { pinyin } from 'pinyin-pro';

const root = new URL('..', import.meta.url);
const version = JSON.parse(readFileSync(new URL('node_modules/pinyin-pro/package.json', root), 'utf8')).version;

const LINE = 64; // characters of a line; its first code point is a multiple of this
const RANGES = [[0x3007, 0x3007], [0x3400, 0x9fff], [0x20000, 0x323af]];

// Characters that people carry in their names and the dictionary lacks.
const RARE = { '𠮷': 'j', '㐂': 'x', '𡈽': 't', '𤋮': 'x', '㛃': 'j' };

// Surnames whose reading differs from the character's common one; several letters where families differ.
const SURNAMES = {
  曾: 'z', 单: 's', 解: 'x', 仇: 'q', 区: 'o', 查: 'z', 朴: 'p', 盖: 'g', 乐: 'yl', 召: 's', 折: 's', 句: 'g', 繁: 'p',
  种: 'c', 祭: 'z', 秘: 'b', 么: 'y', 藏: 'z', 莘: 'sx', 佴: 'n', 乜: 'n', 呙: 'g', 瞿: 'q', 粘: 'n', 覃: 'qt', 隗: 'wk',
  郇: 'xh', 褚: 'c', 翟: 'zd', 缪: 'm', 谌: 'cs', 车: 'c', 尉: 'w', 宓: 'm', 眭: 's', 黑: 'h', 逄: 'p', 员: 'y', 郄: 'qx',
  郗: 'xc', 於: 'y', 晁: 'c', 冼: 'x', 厍: 's', 长: 'z', 洗: 'x', 適: 'k', 區: 'o', 單: 's', 樂: 'yl', 種: 'c',
};
const COMPOUND_SURNAMES = {
  尉迟: ['y', 'c'], 万俟: ['m', 'q'], 长孙: ['z', 's'], 澹台: ['t', 't'], 单于: ['c', 'y'], 子车: ['z', 'j'], 乐正: ['y', 'z'],
  尉遲: ['y', 'c'], 長孫: ['z', 's'],
};

const known = new Map();
for (const [first, last] of RANGES) {
  for (let code = first; code <= last; code++) {
    const letters = readings(String.fromCodePoint(code));
    if (letters) known.set(code, letters);
  }
}

const lines = [
  `# Initial letters of Chinese characters, made from pinyin-pro ${version} (MIT) by web/pinyin-table.mjs; do not edit.`,
  '# A line: the first code point, then one entry per character. A small letter is the common reading, capitals after it',
  '# are rarer ones, a dot is a character without a known reading. Then the surnames that are read in their own way.',
];
for (const start of new Set([...known.keys()].map((code) => code - (code % LINE)))) {
  const entries = Array.from({ length: LINE }, (_, i) => encode(known.get(start + i) ?? '.'));
  lines.push(`${start.toString(16).toUpperCase()} ${entries.join('').replace(/\.+$/, '')}`);
}
for (const [surname, letters] of Object.entries(SURNAMES)) {
  if (!commonly(surname).startsWith(letters)) lines.push(`surname ${surname} ${encode(merge(letters, commonly(surname)))}`);
}
for (const [surname, letters] of Object.entries(COMPOUND_SURNAMES)) {
  const entries = [...surname].map((character, i) => encode(merge(letters[i], SURNAMES[character] ?? '', commonly(character))));
  lines.push(`surname ${surname} ${entries.join('')}`);
}
const text = `${lines.join('\n')}\n`;
writeFileSync(new URL('src/SafeIsle/Platform/Text/pinyin-initials.txt', root), text);
console.log(`${known.size} characters, ${lines.filter((line) => line.startsWith('surname')).length} surnames, ${text.length} characters of text`);

function commonly(character) {
  return known.get(character.codePointAt(0)) ?? '';
}

/** Distinct initial letters, the common reading's first; empty when the dictionary does not know the character. */
function readings(character) {
  if (RARE[character]) return RARE[character];
  const options = { toneType: 'none', type: 'array' };
  const all = [...pinyin(character, options), ...pinyin(character, { ...options, multiple: true })];
  return merge(...all.map((sound) => sound.normalize('NFD')[0] ?? '').filter((letter) => /^[a-z]$/.test(letter)));
}

function merge(...letters) {
  return [...new Set(letters.join(''))].join('');
}

function encode(letters) {
  return letters[0] + letters.slice(1).toUpperCase();
}
