/** Holds every result that a test sees against what MCP promises of its verb. */
import {AjvJsonSchemaValidator} from '@modelcontextprotocol/client/validators/ajv';
import {outputSchemaOf} from '../../src/mcp/schema.ts';
import {isVerb} from '../../src/protocol/names.ts';
import {entryOf} from '../../src/protocol/verbs.ts';

type Check = ReturnType<AjvJsonSchemaValidator['getValidator']>;

const ajv = new AjvJsonSchemaValidator();
const checks = new Map<string, Check>();

/** @throws Error when the result is not what the verb's output schema says */
export const holdContract = (verb: string, result: unknown): void => {
  if (!isVerb(verb)) return;
  const check = checks.get(verb) ?? ajv.getValidator(outputSchemaOf(entryOf(verb)));
  checks.set(verb, check);
  const {valid, errorMessage = ''} = check(result);
  if (!valid)
    throw new Error(`${verb} gave what its schema does not allow: ${errorMessage}\n${JSON.stringify(result)}`);
};
