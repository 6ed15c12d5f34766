import type { Bridge } from '../../bridge.ts';
import { chooseSave } from '../../data/choose-files.ts';
import { showToast } from '../../state/notices.ts';
import { copyText } from '../../ui/clipboard.ts';
import { formatQuantity } from '../../ui/format/number.ts';
import { shortenHash } from '../../ui/format/text.ts';

/** Writes the list of sources with hashes and counts where the user says; the hash of the file can be copied. */
export async function exportManifest(bridge: Bridge, caseName: string): Promise<void> {
  const grant = await chooseSave(bridge, 'manifest', `${caseName}-manifest.json`);
  if (grant === null) return;
  const { sources, sha256 } = await bridge.call('sources.exportManifest', { grant: grant.token });
  showToast({
    text: `Manifest of ${formatQuantity(sources, 'source')} written, SHA-256 ${shortenHash(sha256)}`,
    icon: 'download',
    action: { label: 'Copy SHA-256', run: () => void copyText(sha256) },
  });
}
