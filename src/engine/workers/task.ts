import { taskMethods } from '../handlers/task-methods.ts';
import { serveWorker } from '../handlers/worker-server.ts';
import { fromSqlite } from '../case/sqlite-errors.ts';

serveWorker(taskMethods, (error) => fromSqlite(error, 'The case'));
