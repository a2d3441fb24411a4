/** The templates a person keeps in `.roundhouse/prompts/`. */
import {readFile} from 'node:fs/promises';
import {Fault, reasonOf} from '../core/fault.ts';

/**
 * Read a template.
 *
 * @returns undefined where there is none
 * @throws Fault `state-unreadable`
 */
export const readTemplate = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Fault('state-unreadable', {paths: [path], reason: reasonOf(thrown)}, {cause: thrown});
  }
};
