const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

/** Bounds that keep hostile or broken input from exhausting the machine. Tests pass smaller ones. */
export interface IngestLimits {
  /** Archive members in one file. A day of a large organization is about 50,000 log files. */
  entries: number;
  /** Uncompressed size of one leaf. */
  leafBytes: number;
  /** Uncompressed size of all leaves of one file. */
  fileBytes: number;
  /** Uncompressed bytes per byte of the file on disk; CloudTrail logs compress 5 to 20 times, deflate at most 1032. */
  ratio: number;
  /** Below this much output the ratio is not looked at: small files may compress absurdly well. */
  ratioFromBytes: number;
  /** Containers inside containers. */
  depth: number;
  /** One record. CloudTrail itself caps events at 256 KB (1 MB in Lake). */
  recordBytes: number;
  /** One payload packed inside a record's envelope, decoded. */
  payloadBytes: number;
  /** A nested archive up to this size is held in memory, a larger one in a temporary file. */
  memoryBytes: number;
}

export const defaultLimits: Readonly<IngestLimits> = {
  entries: 2_000_000,
  leafBytes: 64 * gibibyte,
  fileBytes: 256 * gibibyte,
  ratio: 1000,
  ratioFromBytes: 100 * mebibyte,
  depth: 8,
  recordBytes: 64 * mebibyte,
  payloadBytes: 64 * mebibyte,
  memoryBytes: 64 * mebibyte,
};

/** Sizes that decide how much is worked on at a time; they never change what is found. */
export interface IngestSizes {
  /** Content held at a time; grows to `recordBytes` only for a record that large. */
  windowBytes: number;
  /** Content without a record that is held back until it is known whether the leaf is CloudTrail at all. */
  heldBytes: number;
  /** Content that is delivered at a time: small, so that parsed records are gone before the collector looks at them twice. */
  deliveredBytes: number;
}

export const defaultSizes: Readonly<IngestSizes> = {
  windowBytes: 8 * mebibyte,
  heldBytes: 32 * mebibyte,
  deliveredBytes: mebibyte,
};
