/** Is a program there? */
import {accessSync, constants, statSync} from 'node:fs';
import {join} from 'node:path';

/** @param name a path, or what is looked for on PATH */
export const isInstalled = (name: string, {PATH = ''}: Readonly<Record<string, string | undefined>>): boolean =>
  name.includes('/') ? isProgram(name) : PATH.split(':').some(folder => folder !== '' && isProgram(join(folder, name)));

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};
