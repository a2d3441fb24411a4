/** Agents that a person configures: any program that can be told what to do on its command line. */
import * as z from 'zod';

const words = z.array(z.string().min(1)).min(1);

/** What may stand in a word of a command. */
const PROMPT = /\{prompt(?:_file)?\}/u;

export const customAgent = z
  .strictObject({
    /** `{prompt}`, `{prompt_file}`, `{conversation}`, `{model}` and `{task}` are filled in. */
    command: words,
    /** How the same conversation goes on; where it is missing, a new one begins. */
    resume: words.optional(),
    /** May it be told something by typing into its terminal while it works? */
    reads_messages: z.boolean().default(false),
  })
  .refine(it => it.command.some(word => PROMPT.test(word)), 'its command has neither {prompt} nor {prompt_file}');
export type CustomAgent = z.infer<typeof customAgent>;

/** Agents by name. */
export type CustomAgents = Readonly<Record<string, CustomAgent>>;
export const agentName = z.string().regex(/^[a-z][a-z0-9-]*$/u, 'lower-case letters, digits and "-"');
