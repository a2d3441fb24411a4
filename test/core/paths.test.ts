import {expect, test} from 'vitest';
import {leasesPathOf, pathsOf, socketDirOf, worktreesDirOf} from '../../src/core/paths.ts';

test('all of ours lies in one folder of the repository', () => {
  expect(pathsOf('/shop')).toEqual({
    home: '/shop/.roundhouse',
    config: '/shop/.roundhouse/config.yaml',
    discussions: '/shop/.roundhouse/discussions',
    prompts: '/shop/.roundhouse/prompts',
    state: '/shop/.roundhouse/state',
    lock: '/shop/.roundhouse/state/server.lock',
    log: '/shop/.roundhouse/state/server.log',
    bin: '/shop/.roundhouse/state/bin',
    views: '/shop/.roundhouse/state/views.json',
    comments: '/shop/.roundhouse/state/comments.json',
    ignore: '/shop/.roundhouse/.gitignore',
  });
});

test.each([
  [{}, '/tmp/roundhouse-501'],
  [{ROUNDHOUSE_SOCKET_DIR: '/run/mine'}, '/run/mine'],
  [{XDG_RUNTIME_DIR: '/run/user/501'}, '/tmp/roundhouse-501'],
])('with the environment %j sockets lie in %s', (env, dir) => {
  expect(socketDirOf(env, 501)).toBe(dir);
});

test('worktrees lie beside the repository', () => {
  expect(worktreesDirOf('/home/me/shop')).toBe('/home/me/shop-worktrees');
});

test.each([
  [{XDG_STATE_HOME: '/state', HOME: '/home/me'}, '/state/roundhouse/leases.json'],
  [{HOME: '/home/me'}, '/home/me/.local/state/roundhouse/leases.json'],
  [{XDG_STATE_HOME: 'relative', HOME: '/home/me'}, '/home/me/.local/state/roundhouse/leases.json'],
  [{XDG_STATE_HOME: '', HOME: '/home/me'}, '/home/me/.local/state/roundhouse/leases.json'],
])('with the environment %j the leases of the machine are %s', (env, path) => {
  expect(leasesPathOf(env)).toBe(path);
});
