/** The folder of one repository's project: made once, nothing in it is ever overwritten. */
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {Fault, reasonOf} from '../core/fault.ts';
import {pathsOf} from '../core/paths.ts';
import {errnoOf} from './disk.ts';

/** Machine state is not committed; what people write beside it is. The person's own `.gitignore` is left alone. */
const IGNORE = 'state/\n';

/**
 * Make `.roundhouse/` with its `.gitignore` and its state folder.
 *
 * @returns the paths that were made, relative to the root; none when all is there
 * @throws Fault `state-unwritable`
 */
export const initProject = (root: string): readonly string[] => {
  const {home, state, ignore} = pathsOf(root);
  try {
    const created = [home, state].filter(path => !existsSync(path));
    mkdirSync(state, {recursive: true, mode: 0o700});
    if (!existsSync(ignore)) {
      writeFileSync(ignore, IGNORE);
      created.push(ignore);
    }
    return created.map(path => path.slice(root.length + 1));
  } catch (thrown) {
    throw new Fault('state-unwritable', {path: state, reason: errnoOf(thrown) ?? reasonOf(thrown)}, {cause: thrown});
  }
};
