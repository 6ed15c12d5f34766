// Reads a folder of .json.gz into a new DuckDB file. Prints one JSON document.
import { statSync } from 'node:fs';
import { importSetting, importSql, openDuckDb } from './duckdb-table.ts';

export interface DuckDbImportAnswer {
  records: number;
  fileBytes: number;
}

const [file, logs] = process.argv.slice(2);
const { instance, connection } = await openDuckDb(file!);
await connection.run(importSetting);
await connection.run(importSql(`${logs!.replaceAll('\\', '/')}/**/*.json.gz`));
await connection.run('CHECKPOINT');
const counted = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM events');
const records = counted.getRows()[0]![0] as number;
connection.closeSync();
instance.closeSync();
process.stdout.write(JSON.stringify({ records, fileBytes: statSync(file!).size } satisfies DuckDbImportAnswer));
