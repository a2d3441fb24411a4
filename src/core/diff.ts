/** A unified diff as rows to read, and the comments on them. Line numbers count from 1, rows and files from 0. Pure. */
import * as z from 'zod';

/** `told` is what git says beside the lines. `line` is that of the new file, of removed ones that of the old. */
export type DiffRow = {
  readonly kind: 'file' | 'hunk' | 'added' | 'removed' | 'same' | 'told';
  /** As git wrote it, its sign first; of a file its path. */
  readonly text: string;
  readonly file: number;
  readonly line?: number;
};

export type DiffFile = {
  readonly path: string;
  /** Its first row. */
  readonly row: number;
  readonly added: number;
  readonly removed: number;
  /** What happened to it besides its lines: `new`, `deleted`, `binary`, a mode. */
  readonly what: string;
};

export type Diff = {
  readonly rows: readonly DiffRow[];
  readonly files: readonly DiffFile[];
  /** The first rows of the hunks. */
  readonly hunks: readonly number[];
};

/** More rows are cut: nobody reads them, and all clients share the memory. */
export const MAX_ROWS = 300_000;

type Open = {-readonly [K in keyof DiffFile]: DiffFile[K]};

/** What git says of a file before its first hunk. */
const told: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/^new file mode/u, () => 'new'],
  [/^deleted file mode/u, () => 'deleted'],
  [/^Binary files|^GIT binary patch/u, () => 'binary'],
  [/^new mode (.+)/u, mode => `mode ${mode}`],
];

/** Between `a/PATH b/PATH`: nothing is renamed, so both halves are the same. */
const pathOf = (line: string): string => {
  const names = line.slice('diff --git '.length);
  const half = names.slice(0, (names.length - 1) / 2);
  return half.startsWith('"') ? half.slice(3, -1) : half.slice(2);
};

/** Reads a diff line by line. */
class Reader {
  readonly rows: DiffRow[] = [];
  readonly files: Open[] = [];
  readonly hunks: number[] = [];
  #old = 0;
  #new = 0;
  #isInHunk = false;

  read(line: string): void {
    if (this.#isInHunk && this.#body(line)) return;
    const hunk = /^@@ -(?<old>\d+)(?:,\d+)? \+(?<new>\d+)/u.exec(line)?.groups;
    if (line.startsWith('diff --git ')) this.#file(pathOf(line));
    else if (hunk !== undefined) this.#hunk(line, hunk);
    else this.#head(line);
  }

  #file(path: string): void {
    this.#isInHunk = false;
    this.files.push({path, row: this.rows.length, added: 0, removed: 0, what: ''});
    this.#push('file', path);
  }

  #hunk(text: string, hunk: Readonly<Record<string, string>>): void {
    this.#isInHunk = true;
    this.#old = Number(hunk['old']);
    this.#new = Number(hunk['new']);
    this.hunks.push(this.rows.length);
    this.#push('hunk', text);
  }

  #head(line: string): void {
    const file = this.files.at(-1);
    const [pattern, say] = told.find(([it]) => it.test(line)) ?? [];
    if (file !== undefined && say !== undefined) file.what = say(pattern?.exec(line)?.[1] ?? '');
  }

  /** @returns whether it is a line of a hunk */
  #body(line: string): boolean {
    const file = this.files.at(-1);
    const [sign] = line;
    if (file === undefined) return false;
    if (sign === '+') {
      file.added++;
      this.#push('added', line, this.#new++);
    } else if (sign === '-') {
      file.removed++;
      this.#push('removed', line, this.#old++);
    } else if (sign === ' ') {
      this.#old++;
      this.#push('same', line, this.#new++);
    } else if (sign === '\\') this.#push('told', line);
    else return false;
    return true;
  }

  #push(kind: DiffRow['kind'], text: string, line?: number): void {
    const file = this.files.length - 1;
    this.rows.push(line === undefined ? {kind, text, file} : {kind, text, file, line});
  }
}

/** Read what `git diff` wrote. */
export const diffOf = (patch: string): Diff => {
  const reader = new Reader();
  const lines = patch.split('\n');
  for (const line of lines) {
    reader.read(line);
    if (reader.rows.length >= MAX_ROWS) break;
  }
  const {rows, files, hunks} = reader;
  if (rows.length >= MAX_ROWS)
    rows.push({kind: 'told', text: `… ${lines.length} lines in all; git shows the rest`, file: files.length - 1});
  return {rows, files, hunks};
};

/** A comment on a line of a diff, or on a whole file; `before` when the line is of the old file. */
export const remark = z.object({
  file: z.string(),
  line: z.int().positive().optional(),
  before: z.boolean(),
  /** The line as it was. */
  code: z.string(),
  text: z.string().min(1),
});
export type Remark = z.infer<typeof remark>;

/** Where a row is, as a comment names it. */
export type Place = Omit<Remark, 'code' | 'text'>;

export const placeOf = ({files}: Diff, {kind, file, line}: DiffRow): Place => ({
  file: files[file]?.path ?? '',
  before: kind === 'removed',
  ...(line === undefined ? {} : {line}),
});

export const isAt = (a: Place, b: Place): boolean => a.file === b.file && a.line === b.line && a.before === b.before;

/** `src/a.ts:12`, and of a line that is gone `src/a.ts:12 (before)`. */
export const placeText = ({file, line, before}: Place): string =>
  `${file}${line === undefined ? '' : `:${line}`}${before ? ' (before)' : ''}`;

const CODE_CHARS = 60;

/** A comment as it is sent: where, which line, what. */
export const remarkText = (it: Remark): string => {
  const code = it.code.trim().slice(0, CODE_CHARS);
  return `${placeText(it)}${code === '' ? '' : ` "${code}"`}: ${it.text}`;
};
