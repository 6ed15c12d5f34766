import { fromSqlite } from '../case/sqlite-errors.ts';
import { readerFile, readerMethods } from '../handlers/reader-methods.ts';
import { serveWorker } from '../handlers/worker-server.ts';

serveWorker(readerMethods, (error) => fromSqlite(error, readerFile()));
