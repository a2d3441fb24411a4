/** Settings of agents that are added to, and not replaced: objects of JSON, in which some allow comments. */
import {Fault, reasonOf} from '../../core/fault.ts';

export type Settings = Readonly<Record<string, unknown>>;

const TEXT_OR_COMMENT = /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//gu;
const TEXT_OR_LAST_COMMA = /("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/gu;

/**
 * Read settings.
 *
 * @param place for a person: a file, or a variable
 * @throws Fault `agent-settings-unreadable`: what is in it must not be lost unseen
 */
export const readSettings = (text: string, place: string): Settings => {
  try {
    const plain = text.replaceAll(TEXT_OR_COMMENT, '$1').replaceAll(TEXT_OR_LAST_COMMA, '$1');
    const found: unknown = JSON.parse(plain.trim() === '' ? '{}' : plain);
    if (typeof found !== 'object' || found === null || Array.isArray(found)) throw new Error('it is no object');
    return found as Settings;
  } catch (thrown) {
    throw new Fault('agent-settings-unreadable', {place, reason: reasonOf(thrown)}, {cause: thrown});
  }
};

/** A part of settings that is an object itself; empty where it is not there. */
export const partOf = (settings: Settings, name: string): Settings => {
  const part = settings[name];
  return typeof part === 'object' && part !== null ? (part as Settings) : {};
};
