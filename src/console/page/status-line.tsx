import { useEffect, useState } from 'preact/hooks';
import type { Section } from './address.js';

let listener: (message: string) => void = () => {};

/** Says what has happened, in the status line: also to who does not see the page. */
export function say(message: string): void {
  listener(message);
}

/** The one line that says what has just happened, until somebody goes elsewhere. */
export function StatusLine({ section }: { section: Section }) {
  const [message, setMessage] = useState('');
  useEffect(() => {
    listener = setMessage;
  }, []);
  useEffect(() => setMessage(''), [section]);
  return (
    <p class="status-line" role="status" aria-label="What has happened">
      {message}
    </p>
  );
}
