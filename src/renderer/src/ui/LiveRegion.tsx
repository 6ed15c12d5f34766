import { useEffect, useState } from 'react';
import text from '../styles/text.module.css';
import { onAnnouncement } from './announce.ts';

/** Where `announce` speaks. Once a window. */
export function LiveRegion() {
  const [said, setSaid] = useState('');
  useEffect(() => onAnnouncement(setSaid), []);
  return (
    <div aria-live="polite" aria-atomic="true" className={text.hidden}>
      {said}
    </div>
  );
}
