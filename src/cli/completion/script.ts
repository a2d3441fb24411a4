/** `roundhouse completion SHELL`. */
import type {Result} from '../../protocol/verbs.ts';
import {bashScript} from './bash.ts';
import {fishScript} from './fish.ts';
import {verbSpecs, type VerbSpec} from './spec.ts';
import {zshScript} from './zsh.ts';

const shells = {bash: bashScript, zsh: zshScript, fish: fishScript} satisfies Record<
  string,
  (specs: readonly VerbSpec[]) => string
>;

/** The script for a shell. */
export const completion = (shell: keyof typeof shells): Result<'completion'> => ({
  script: shells[shell](verbSpecs()).trimEnd(),
});
