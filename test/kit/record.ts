/**
 * Records real agents for tests: `node test/kit/record.ts [KIND [SCENE …]]`, all of them when none is named. The format is told
 * in `test/kit/recordings/recording.ts`. Record again when a version in `test/kit/agents/packages.ts` changes, on a machine
 * that does nothing else; nobody edits a recording.
 */
import {statSync} from 'node:fs';
import {absenceOf, kinds} from './agents/packages.ts';
import {pathOf, writeRecording} from './recordings/recording.ts';
import {scenes} from './recordings/scenes.ts';
import {record} from './recordings/stage.ts';
import type {Kind} from './model/ask.ts';

const [wantedKind, ...wantedScenes] = process.argv.slice(2);

/** The scenes of a kind that are wanted. */
const wantedOf = (kind: Kind): readonly string[] =>
  Object.entries(scenes)
    .filter(([, {kinds: those = kinds}]) => those.includes(kind))
    .map(([name]) => name)
    .filter(name => wantedScenes.length === 0 || wantedScenes.includes(name));

/** @returns whether it is there now */
const recordOne = async (kind: Kind, name: string): Promise<boolean> => {
  const scene = scenes[name];
  if (scene === undefined) return false;
  try {
    const recording = await record(kind, name, scene);
    writeRecording(recording);
    const truths = recording.lines
      .filter(it => it[1] === 'is')
      .map(([ms, , mood]) => `${mood} ${(ms / 1000).toFixed(1)}`);
    console.log(`${kind} ${name}: ${Math.ceil(statSync(pathOf(kind, name)).size / 1024)} KB, ${truths.join(', ')}`);
    return true;
  } catch (thrown) {
    console.log(`${kind} ${name}: not recorded`, thrown);
    return false;
  }
};

/** @returns how many are missing */
const recordAll = async (kind: Kind): Promise<number> => {
  const absence = absenceOf(kind);
  if (absence !== undefined) console.log(absence);
  if (absence !== undefined) return 1;
  let missing = 0;
  for (const name of wantedOf(kind)) missing += (await recordOne(kind, name)) ? 0 : 1;
  return missing;
};

let missing = 0;
for (const kind of kinds.filter(it => wantedKind === undefined || it === wantedKind)) missing += await recordAll(kind);
process.exit(missing === 0 ? 0 : 1);
