/** A dropped file and its path below what was dropped, with `/` between the parts. */
export interface DroppedFile {
  file: File;
  path: string;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A folder's reader gives its entries a hundred at a time, until it gives none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function filesBelow(entry: FileSystemEntry): Promise<DroppedFile[]> {
  if (entry.isFile) return [{ file: await fileOf(entry as FileSystemFileEntry), path: entry.fullPath.slice(1) }];
  const found: DroppedFile[] = [];
  for (const child of await entriesOf(entry as FileSystemDirectoryEntry)) found.push(...(await filesBelow(child)));
  return found;
}

/**
 * The files of a drop. With `readFolders` folders are walked (browser host, which uploads each file); without, a folder
 * is one item whose path the host knows (Electron). Call it inside the drop event: the list is empty afterwards.
 */
export async function droppedFiles(transfer: DataTransfer, readFolders: boolean): Promise<DroppedFile[]> {
  if (!readFolders) return [...transfer.files].map((file) => ({ file, path: file.name }));
  const entries = [...transfer.items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry === null ? [] : [entry];
  });
  // Files made by a page or a test have no entry.
  if (entries.length === 0) return [...transfer.files].map((file) => ({ file, path: file.name }));
  const found: DroppedFile[] = [];
  for (const entry of entries) found.push(...(await filesBelow(entry)));
  return found;
}
