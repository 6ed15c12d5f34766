import { cancelled, isCancelled } from '../../shared/contract/errors.ts';
import type { CancelSignal } from '../../shared/contract/jobs.ts';
import { peek } from './byte-stream.ts';
import { gunzip, gunzipWhole, unzstd, type CompressionProblem } from './compressed.ts';
import { asBuffer } from './content-window.ts';
import { ExpansionBudget, StopExpansion } from './expansion-budget.ts';
import { fileProblem } from './file-problem.ts';
import type { HashedFile } from './hashed-file.ts';
import { defaultLimits, type IngestLimits, type IngestSizes } from './limits.ts';
import { readLeaf } from './read-leaf.ts';
import { containerKind } from './sniff.ts';
import { tarMembers } from './tar.ts';
import type { EvidenceVisitor, FileResult, LeafContent, LeafIdentity, LeafResult, SkipReason } from './types.ts';
import { zipMembers } from './zip.ts';

export interface ReadOptions {
  signal?: CancelSignal | undefined;
  limits?: Partial<IngestLimits> | undefined;
  sizes?: Partial<IngestSizes> | undefined;
}

/** One thing inside an archive. */
export interface ArchiveMember {
  name: string;
  /** Null for a member that cannot be opened; `failure` says why. */
  content: LeafContent | null;
  failure: SkipReason | null;
}

/** Where in the containers of a file reading is. */
interface Place extends LeafIdentity {
  depth: number;
  /** Set when a layer above found its data damaged; shared by what is inside. */
  damage: { reason: SkipReason | null };
}

type Ended = Omit<FileResult, 'lengthBytes' | 'sha256'>;

/** The most bytes that containers are told apart by: a tar header. */
const headBytes = 1024;
/** Members up to this size are taken whole, which is much faster than streaming them. */
const wholeMemberBytes = 16 * 1024 * 1024;

/** Opens the containers of one file and reads every leaf in them. */
export class EvidenceExpander {
  private readonly path: string;
  private readonly visitor: EvidenceVisitor;
  private readonly options: ReadOptions;
  private readonly limits: IngestLimits;
  private readonly budget: ExpansionBudget;
  private readonly results: LeafResult[] = [];
  private readonly root: Place;
  /** Set when a limit of the whole file was reached: what is open is finished, nothing more is opened. */
  private stopped = false;

  constructor(path: string, visitor: EvidenceVisitor, options: ReadOptions) {
    this.path = path;
    this.visitor = visitor;
    this.options = options;
    this.limits = { ...defaultLimits, ...options.limits };
    this.budget = new ExpansionBudget(this.limits);
    this.root = { locator: path, path, member: null, layers: [], depth: 0, damage: { reason: null } };
  }

  async expandBytes(bytes: Buffer): Promise<Ended> {
    this.budget.fileBytes = bytes.length;
    return await this.expandAll(bytes, null);
  }

  async expandFile(file: HashedFile): Promise<Ended> {
    this.budget.fileBytes = file.lengthBytes;
    return await this.expandAll(this.guard(file.stream(), this.root, false), file);
  }

  /** @param seen called with the bytes of the stream as they come */
  async expandStream(content: AsyncIterable<Uint8Array>, seen: (bytes: Uint8Array) => void): Promise<Ended> {
    const budget = this.budget;
    async function* counted(): AsyncGenerator<Uint8Array, void, undefined> {
      for await (const bytes of content) {
        budget.fileBytes += bytes.length;
        seen(bytes);
        yield bytes;
      }
    }
    return await this.expandAll(this.guard(counted(), this.root, false), null);
  }

  /** The result of a file that could not be opened. */
  failed(reason: SkipReason): Ended {
    return { state: 'failed', reason, leaves: 0, records: 0, rejected: 0 };
  }

  private async expandAll(content: LeafContent, file: HashedFile | null): Promise<Ended> {
    try {
      await this.expand(content, this.root, file);
    } catch (error) {
      if (!(error instanceof StopExpansion)) throw error;
      this.root.damage.reason ??= error.reason;
      this.problem(error.locator, null, error.reason);
    }
    return concludeFile(this.results, this.root.damage.reason);
  }

  private async expand(content: LeafContent, place: Place, file: HashedFile | null): Promise<void> {
    if (this.options.signal?.aborted === true) throw cancelled();
    const { head, content: whole } = await peek(content, headBytes);
    const kind = containerKind(head);
    if (kind === null) return await this.leaf(whole, place);
    if (place.depth >= this.limits.depth) {
      const message = `Containers inside containers, more than ${this.limits.depth} deep: not opened any further.`;
      return await this.failedLeaf(place, { code: 'archive-bomb', message, expected: false });
    }
    const inner: Place = { ...place, layers: [...place.layers, kind], depth: place.depth + 1 };
    if (kind === 'gzip' || kind === 'zstd') return await this.decompress(whole, inner, kind);
    const members =
      kind === 'tar'
        ? tarMembers(whole, (code, message) => this.damage(inner, null, { code, message, expected: false }))
        : zipMembers(file ?? whole, this.limits, (code, message) =>
            this.damage(inner, null, { code, message, expected: false }),
          );
    await this.members(members, inner);
  }

  private async decompress(content: LeafContent, place: Place, kind: 'gzip' | 'zstd'): Promise<void> {
    if (kind === 'gzip' && content instanceof Uint8Array && content.length <= wholeMemberBytes) {
      const output = gunzipWhole(asBuffer(content), this.limits.memoryBytes);
      if (output !== null && this.budget.allows(output.length)) {
        this.budget.take(output.length, output.length, place.locator);
        return await this.expand(output, place, null);
      }
    }
    const report = ({ isDamage, position, code, message }: CompressionProblem): void => {
      const reason = { code, message, expected: false };
      if (isDamage) this.damage(place, position, reason);
      else this.problem(place.locator, position, reason);
    };
    const stream = kind === 'gzip' ? gunzip(content, report) : unzstd(content, report);
    await this.expand(this.guard(stream, place, true), place, null);
  }

  private async members(members: AsyncIterable<ArchiveMember>, place: Place): Promise<void> {
    for await (const member of members) {
      if (this.stopped) return;
      this.budget.takeEntry(place.locator);
      const locator = `${place.locator}!${member.name}`;
      const inner: Place = {
        ...place,
        locator,
        member: locator.slice(this.path.length + 1),
        damage: { reason: null },
      };
      if (member.content === null) {
        await this.failedLeaf(
          inner,
          member.failure ?? { code: 'damaged-archive', message: 'Not readable.', expected: false },
        );
        continue;
      }
      const content = await wholeIfSmall(this.guard(member.content, inner, true));
      await this.expand(content, inner, null);
    }
  }

  private async leaf(content: LeafContent, place: Place): Promise<void> {
    const { locator, path, member, layers } = place;
    const identity: LeafIdentity = { locator, path, member, layers };
    const sink = this.visitor.open(identity);
    const result = await readLeaf(content, sink, this.options);
    const damage = place.damage.reason;
    const failed = damage !== null && result.state !== 'read' && result.format !== 'digest';
    await this.close(identity, failed ? { ...result, state: 'failed', reason: damage } : result);
  }

  private async failedLeaf(place: Place, reason: SkipReason): Promise<void> {
    const { locator, path, member, layers } = place;
    const identity: LeafIdentity = { locator, path, member, layers };
    this.visitor.open(identity);
    await this.close(identity, {
      state: reason.expected ? 'skipped' : 'failed',
      format: 'unknown',
      reason,
      encoding: 'none',
      records: 0,
      rejected: 0,
    });
  }

  private async close(identity: LeafIdentity, result: LeafResult): Promise<void> {
    this.results.push({ ...result });
    await this.visitor.close(identity, result);
  }

  /**
   * Lets bytes through within the limits, and turns a failing source into one that ends: what came before the failure is
   * kept, and the failure is a problem of the file.
   */
  private async *guard(
    content: LeafContent,
    place: Place,
    isExpanded: boolean,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let leafBytes = 0;
    try {
      for await (const bytes of content instanceof Uint8Array ? [content] : content) {
        if (this.options.signal?.aborted === true) throw cancelled();
        leafBytes += bytes.length;
        if (isExpanded) this.budget.take(bytes.length, leafBytes, place.locator);
        yield bytes;
      }
    } catch (error) {
      if (isCancelled(error)) throw error;
      if (error instanceof StopExpansion) {
        this.stopped ||= error.isWholeFile;
        this.damage(place, null, error.reason);
      } else this.damage(place, null, isExpanded ? archiveProblem(error) : fileProblem(error));
    }
  }

  private damage(place: Place, position: string | null, reason: SkipReason): void {
    place.damage.reason ??= reason;
    this.problem(place.locator, position, reason);
  }

  private problem(source: string, position: string | null, reason: SkipReason): void {
    this.visitor.problem({ source, position, code: reason.code, message: reason.message });
  }
}

function archiveProblem(error: unknown): SkipReason {
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'damaged-archive', message: `The archive is damaged here: ${detail}.`, expected: false };
}

async function wholeIfSmall(content: AsyncIterable<Uint8Array>): Promise<LeafContent> {
  return (await peek(content, wholeMemberBytes)).content;
}

function concludeFile(results: readonly LeafResult[], damage: SkipReason | null): Ended {
  let records = 0;
  let rejected = 0;
  for (const result of results) {
    records += result.records;
    rejected += result.rejected;
  }
  const counts = { leaves: results.length, records, rejected };
  if (results.some((result) => result.state === 'read')) return { state: 'read', reason: null, ...counts };
  const failed = results.find((result) => result.state === 'failed')?.reason ?? damage;
  if (failed !== null) return { state: 'failed', reason: failed, ...counts };
  const unexpected = results.find((result) => result.reason?.expected === false)?.reason;
  const reason = unexpected ??
    results[0]?.reason ?? { code: 'no-records', message: 'An archive without any file in it.', expected: false };
  return { state: 'skipped', reason, ...counts };
}
