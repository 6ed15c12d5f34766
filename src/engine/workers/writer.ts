import { fromSqlite } from '../case/sqlite-errors.ts';
import { onWriterEvent, writerFile, writerMethods, type WriterEvent } from '../handlers/writer-methods.ts';
import { serveWorker } from '../handlers/worker-server.ts';

onWriterEvent(serveWorker<WriterEvent>(writerMethods, (error) => fromSqlite(error, writerFile())));
