// A parser thread. What Node compiled is kept: the thread is ready in a third of the time.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { serveParser } = await import('../ingest/parser-loop.ts');
serveParser();
