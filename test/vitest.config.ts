import {defineConfig} from 'vitest/config';

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 22)
  throw new Error(`the tests need the checkout's own Node; run them with npm test (this is ${process.version})`);

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.{ts,tsx}'],
    env: {FORCE_COLOR: '3'},
    testTimeout: 20_000,
    hookTimeout: 20_000,
    maxWorkers: 2,
  },
});
