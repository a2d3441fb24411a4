import {expect, test} from 'vitest';
import {fillTemplate, promptNames, templates, valueNames, type PromptValues} from '../../src/work/prompts.ts';

const values = (some: Partial<PromptValues>): PromptValues => ({
  ...(Object.fromEntries(valueNames.map(it => [it, ''])) as PromptValues),
  ...some,
});

test.each<[string, Partial<PromptValues>, string]>([
  ['Do {{task}}, {{ title }}.', {task: 'TASK-001', title: 'tidy'}, 'Do TASK-001, tidy.'],
  ['one\n\n{{news}}\n\ntwo\n', {}, 'one\n\ntwo'],
  ['one\n\n{{news}}\n\ntwo\n', {news: 'a\n\n\n\nb'}, 'one\n\na\n\n\n\nb\n\ntwo'],
  ['one {{news}} two', {}, 'one  two'],
  ['{{title}}', {title: '$& {{task}}'}, '$& {{task}}'],
  ['{ {task} } {{task}', {task: 'x'}, '{ {task} } {{task}'],
])('%j with %j is %j', (template, some, text) => {
  expect(fillTemplate(template, values(some), 'x.md')).toBe(text);
});

test('a name that nothing stands for is told with its line', () => {
  expect(() => fillTemplate('one\n{{task}}\n\n{{tsak}}\n', values({}), '/r/worker.md')).toThrow(
    '/r/worker.md line 4: nothing stands for {{tsak}}',
  );
});

test.each(promptNames)('our own template %s can be filled', name => {
  expect(fillTemplate(templates[name], values({task: 'TASK-001'}), name)).not.toContain('{{');
});
