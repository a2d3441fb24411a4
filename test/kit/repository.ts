/** A real repository in a folder of its own, and the place for the server's socket beside it. */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {pathsOf} from '../../src/core/paths.ts';

/** A repository called `shop` with one commit on `main`. */
export class Repository implements Disposable {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), 'story-')));
  readonly root = join(this.#folder, 'shop');
  readonly commonDir = join(this.root, '.git');
  readonly sockets = join(this.#folder, 's');
  /** Where the files of the machine lie. */
  readonly hostState = join(this.#folder, 'host');

  constructor() {
    mkdirSync(this.root);
    this.#git('init', '--quiet', '--template=', '--initial-branch=main');
    this.#git('config', 'user.name', 'Story');
    this.#git('config', 'user.email', 'story@localhost');
    this.#git('config', 'gc.auto', '0');
    this.writes('README.md', '# shop\n');
    this.#git('add', '--all');
    this.#git('commit', '--quiet', '--message', 'first');
  }

  /** Put a file into the primary worktree. */
  writes(path: string, text: string): void {
    writeInto(this.root, path, text);
  }

  /** Commit all there is in the primary worktree. */
  commits(message: string): void {
    this.#git('add', '--all');
    this.#git('commit', '--quiet', '--message', message);
  }

  /** What a file in the primary worktree says. */
  reads(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Somebody removes a worktree by hand. */
  losesWorktree(name: string): void {
    rmSync(join(`${this.root}-worktrees`, name), {recursive: true});
  }

  /** The server's log, a line each. */
  get log(): readonly string[] {
    const {log} = pathsOf(this.root);
    return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  }

  /** Let the lock name a process that is gone, as a crash leaves it. */
  losesHolder(): void {
    const {lock} = pathsOf(this.root);
    const holder = JSON.parse(readFileSync(lock, 'utf8')) as object;
    writeFileSync(lock, JSON.stringify({...holder, started: 'before'}));
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, {recursive: true, force: true, maxRetries: 3});
  }

  #git(...args: readonly string[]): void {
    execFileSync('git', args, {cwd: this.root, stdio: ['ignore', 'ignore', 'inherit']});
  }
}

/** Write a file below a folder, making the folders between. */
export const writeInto = (folder: string, path: string, text: string): void => {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), {recursive: true});
  writeFileSync(whole, text);
};
