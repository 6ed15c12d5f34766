/** IPv4 as 4 bytes, IPv6 as 16. */
type Address = readonly number[];

const octet = /^(?:0|[1-9]\d{0,2})$/;

/**
 * The bytes of an address, or null for anything else. Octets with leading zeros are refused, since programs disagree
 * on whether they are octal (RFC 6943, 3.1.1); zone ids are refused too. IPv6 as in RFC 4291, 2.2.
 */
export function parseAddress(text: string): Address | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Address | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => octet.test(part) && Number(part) <= 255)) return null;
  return parts.map(Number);
}

function parseIpv6(text: string): Address | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const left = groupBytes(halves[0] ?? '', halves.length === 1);
  const right = halves.length === 2 ? groupBytes(halves[1] ?? '', true) : [];
  if (left === null || right === null) return null;
  const missing = 16 - left.length - right.length;
  // `::` stands for at least one group.
  if (halves.length === 1 ? missing !== 0 : missing < 2) return null;
  return [...left, ...Array.from({ length: missing }, () => 0), ...right];
}

/** Bytes of groups between colons; the last of the address may be an IPv4 address. */
function groupBytes(text: string, last: boolean): number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [at, group] of groups.entries()) {
    if (last && at === groups.length - 1 && group.includes('.')) {
      const tail = parseIpv4(group);
      if (tail === null) return null;
      bytes.push(...tail);
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    } else {
      return null;
    }
  }
  return bytes;
}

/** True for `::ffff:a.b.c.d` (RFC 4291, 2.5.5.2). */
function isMapped(address: Address): boolean {
  return (
    address.length === 16 &&
    address.slice(0, 10).every((byte) => byte === 0) &&
    address[10] === 255 &&
    address[11] === 255
  );
}

/**
 * Compiles `address/bits` to a test of addresses, or null where the text is no CIDR block. Bits of the address below
 * the prefix are ignored. A mapped address (`::ffff:192.0.2.1`) counts as the IPv4 address in it, on both sides; text
 * that is no address never matches.
 */
export function compileCidr(text: string): ((value: string) => boolean) | null {
  const slash = text.indexOf('/');
  const base = slash === -1 ? null : parseAddress(text.slice(0, slash));
  const bitsText = text.slice(slash + 1);
  if (base === null || !octet.test(bitsText)) return null;
  const bits = Number(bitsText);
  if (bits > base.length * 8) return null;
  const narrowed = isMapped(base) && bits >= 96;
  const block = narrowed ? base.slice(12) : base;
  const blockBits = narrowed ? bits - 96 : bits;
  return (value) => {
    const address = parseAddress(value);
    if (address === null) return false;
    const comparable = block.length === 4 && isMapped(address) ? address.slice(12) : address;
    return comparable.length === block.length && samePrefix(comparable, block, blockBits);
  };
}

function samePrefix(a: Address, b: Address, bits: number): boolean {
  const whole = bits >> 3;
  for (let at = 0; at < whole; at++) if (a[at] !== b[at]) return false;
  const rest = bits & 7;
  if (rest === 0) return true;
  const mask = (255 << (8 - rest)) & 255;
  return ((a[whole] ?? 0) & mask) === ((b[whole] ?? 0) & mask);
}
