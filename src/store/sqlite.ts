/** The database that comes with Node: its locks are used, and databases of other programs are read with it. */
import type * as Sqlite from 'node:sqlite';

/** Node warns once that it may still change; what is used of it here will not. */
export const sqlite = (): typeof Sqlite => {
  const usual = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    if (usual === undefined) Reflect.deleteProperty(process, 'emitWarning');
    else Object.defineProperty(process, 'emitWarning', usual);
  }
};
