import {mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {placeOf} from '../../src/client/place.ts';
import {openRepository} from '../server/repository.ts';

test.each(['shop', 'my shop', "größe 日本 it's"])('the place of a repository called %j is its root', name => {
  using it = openRepository(name);
  expect(placeOf(it.root)).toEqual({root: it.root, commonDir: it.at('.git')});
});

test('a sub-folder is of the same place', () => {
  using it = openRepository();
  mkdirSync(it.at('src/deep er'), {recursive: true});
  expect(placeOf(it.at('src/deep er'))).toEqual(placeOf(it.root));
});

test('a folder that is ignored is of the same place', () => {
  using it = openRepository();
  it.write('.gitignore', 'out/\n');
  it.write('out/x', '');
  expect(placeOf(it.at('out'))).toEqual(placeOf(it.root));
});

test('a linked worktree is of the place of the primary one', () => {
  using it = openRepository();
  const path = join(it.home, 'a tree');
  it.git('worktree', 'add', '--quiet', '-b', 'tree', path);
  mkdirSync(join(path, 'sub'));
  expect(placeOf(join(path, 'sub'))).toEqual(placeOf(it.root));
});

test('a link to the repository is the repository', () => {
  using it = openRepository();
  symlinkSync(it.root, join(it.home, 'link'));
  expect(placeOf(join(it.home, 'link'))).toEqual(placeOf(it.root));
});

test('a submodule is a place of its own', () => {
  using it = openRepository();
  using other = openRepository('lib');
  it.git('submodule', '--quiet', 'add', other.root, 'lib');
  expect(placeOf(it.at('lib'))).toEqual({root: it.at('lib'), commonDir: it.at('.git/modules/lib')});
});

test('a linked worktree of a submodule is of the place of the submodule', () => {
  using it = openRepository();
  using other = openRepository('lib');
  it.git('submodule', '--quiet', 'add', other.root, 'lib');
  const path = join(it.home, 'lib-tree');
  it.gitIn(it.at('lib'), 'worktree', 'add', '--quiet', '-b', 'tree', path);
  expect(placeOf(path)).toEqual(placeOf(it.at('lib')));
});

test('a repository whose git folder lies elsewhere is found', () => {
  using it = openRepository();
  const root = join(it.home, 'apart');
  it.git('init', '--quiet', '--template=', `--separate-git-dir=${join(it.home, 'apart.git')}`, root);
  expect(placeOf(root)).toEqual({root, commonDir: join(it.home, 'apart.git')});
});

test('a repository without a commit is a place', () => {
  using it = openRepository('shop', {isEmpty: true});
  expect(placeOf(it.root)).toMatchObject({root: it.root});
});

test('a repository within another is a place of its own', () => {
  using it = openRepository();
  it.git('init', '--quiet', '--template=', 'inner');
  expect(placeOf(it.at('inner'))).toMatchObject({root: it.at('inner')});
});

test.each(['', 'refs'])('a bare repository has no place, also in its folder %j', inside => {
  using it = openRepository();
  const bare = join(it.home, 'bare.git');
  it.git('init', '--quiet', '--bare', bare);
  expect(() => placeOf(join(bare, inside))).toThrow(
    expect.objectContaining({code: 'repository-bare', details: {path: bare}}),
  );
});

test('a worktree of a bare repository has no place', () => {
  using it = openRepository();
  const bare = join(it.home, 'bare.git');
  it.git('clone', '--quiet', '--bare', it.root, bare);
  const path = join(it.home, 'tree');
  it.gitIn(bare, 'worktree', 'add', '--quiet', path, 'main');
  expect(() => placeOf(path)).toThrow(expect.objectContaining({code: 'repository-bare'}));
});

test('a folder outside any repository is told', () => {
  using it = openRepository();
  expect(() => placeOf(it.home)).toThrow(
    expect.objectContaining({code: 'repository-missing', details: {path: it.home}}),
  );
});

test('a folder that only looks like one of git is passed by', () => {
  using it = openRepository();
  it.write('docs/.git/note.txt', 'not git');
  expect(placeOf(it.at('docs'))).toMatchObject({root: it.root});
});

test('a folder that is not there is in no repository', () => {
  expect(() => placeOf('/not/there')).toThrow('not inside a git repository: /not/there');
});
