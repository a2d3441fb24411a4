/**
 * Runs every check and counts: `npm run check` (types, lint, format, unit, component, stories), `npm test` (all that, the
 * build, the smoke and the conformance tests). The last line is `N passed, N failed`.
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const isQuick = process.argv.includes('quick');
const sources = ['src', 'components', 'test'];

type Step = {readonly name: string; readonly argv: readonly string[]};

const steps: readonly Step[] = [
  {name: 'types', argv: ['tsc', '-p', '.']},
  {name: 'lint', argv: ['oxlint', '--type-aware', '--deny-warnings', ...sources]},
  {name: 'format', argv: ['oxfmt', '--check', ...sources]},
  {name: 'build', argv: ['node', 'src/cli/build.ts', '--quiet']},
];

/** Run a program with its output passed on. */
const isGreen = ({name, argv: [file = '', ...args]}: Step): boolean => {
  console.log(`── ${name}`);
  return spawnSync(file, args, {stdio: 'inherit'}).status === 0;
};

/** Run the tests; a run that ends without a report counts as one failure. */
const runTests = (): {passed: number; failed: number} => {
  console.log('── tests');
  const dir = mkdtempSync(join(tmpdir(), 'roundhouse-check-'));
  try {
    const report = join(dir, 'report.json');
    const apart = isQuick ? ['smoke', 'conformance', 'agents'].flatMap(it => ['--exclude', `test/${it}/**`]) : [];
    const args = [
      '--no-color',
      'run',
      '--config',
      'test/vitest.config.ts',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...apart,
    ];
    const {status} = spawnSync('vitest', args, {stdio: 'inherit'});
    const {numPassedTests: passed, numFailedTests: failed} = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    return {passed, failed: status === 0 ? failed : Math.max(1, failed)};
  } catch {
    return {passed: 0, failed: 1};
  } finally {
    rmSync(dir, {recursive: true, force: true});
  }
};

const outcomes = steps.map(isGreen);
const tests = runTests();
const failed = outcomes.filter(it => !it).length + tests.failed;
console.log(`${outcomes.filter(Boolean).length + tests.passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
