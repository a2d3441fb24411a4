/** An MCP server with one tool, as a process of its own: `make {what}` answers `made WHAT`. */
import {Server} from '@modelcontextprotocol/server';
import {serveStdio} from '@modelcontextprotocol/server/stdio';

const make = {
  name: 'make',
  description: 'Make something.',
  inputSchema: {type: 'object' as const, properties: {what: {type: 'string'}}, required: ['what']},
};

serveStdio(() => {
  const server = new Server({name: 'desk', version: '1.0.0'}, {capabilities: {tools: {}}});
  server.setRequestHandler('tools/list', () => ({tools: [make]}));
  server.setRequestHandler('tools/call', ({params}) => ({
    content: [{type: 'text', text: `made ${String(params.arguments?.['what'])}`}],
  }));
  return server;
});
