/** Draws a golden screen as SVG: its characters in the looks that stand under them. Pure. */

const CELL = {width: 8.4, height: 17} as const;
const MARGIN = 12;

/** Fills by the letters of a golden screen's looks; a capital is bold, too. */
const fills: Readonly<Record<string, string>> = {
  d: '#7d8590',
  b: '#f0f6fc',
  c: '#56d4dd',
  w: '#c9d1d9',
  y: '#e3b341',
  g: '#56d364',
  r: '#ff7b72',
  m: '#d2a8ff',
};
const PLAIN = '#c9d1d9';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type Run = {readonly at: number; readonly text: string; readonly look: string};

/** Neighbouring cells of one look. Each golden line has a character a cell, less those that are two cells wide. */
const runsOf = (line: string, looks: string): readonly Run[] => {
  const runs: Run[] = [];
  Array.from(line).forEach((char, at) => {
    const look = looks[at] ?? ' ';
    const last = runs.at(-1);
    if (last !== undefined && last.look === look) runs[runs.length - 1] = {...last, text: last.text + char};
    else runs.push({at, text: char, look});
  });
  return runs.filter(run => run.text.trim() !== '');
};

const textOf = ({at, text, look}: Run, row: number): string => {
  const x = (MARGIN + at * CELL.width).toFixed(1);
  const y = MARGIN + row * CELL.height + 13;
  const weight = look !== look.toLowerCase() || look === 'b' ? ' font-weight="bold"' : '';
  const width = (Array.from(text).length * CELL.width).toFixed(1);
  const fill = fills[look.toLowerCase()] ?? PLAIN;
  return `<text x="${x}" y="${y}" fill="${fill}"${weight} textLength="${width}" xml:space="preserve">${escaped(text)}</text>`;
};

/** The two boxes of a golden file, their borders cut off: characters, then looks. */
const boxesOf = (golden: string): readonly (readonly string[])[] => {
  const lines = golden.split('\n');
  const tops = lines.flatMap((line, at) => (line.startsWith('┌') ? [at] : []));
  return tops.map(top =>
    lines
      .slice(
        top + 1,
        lines.findIndex((line, at) => at > top && line.startsWith('└')),
      )
      .map(line => line.slice(1, -1)),
  );
};

/** The screen as an SVG document. */
export const screenSvg = (golden: string): string => {
  const [lines = [], looks = []] = boxesOf(golden);
  const width = (2 * MARGIN + Array.from(lines[0] ?? '').length * CELL.width).toFixed(0);
  const height = 2 * MARGIN + lines.length * CELL.height;
  const texts = lines.flatMap((line, row) => runsOf(line, looks[row] ?? '').map(run => textOf(run, row)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...texts,
    '</svg>',
    '',
  ].join('\n');
};
