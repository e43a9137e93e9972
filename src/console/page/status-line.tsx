import { useEffect, useState } from 'preact/hooks';
import type { Section } from './address.js';

let listener: (message: string) => void = () => {};

/** Shows a message in the status line, which screen readers read out. */
export function say(message: string): void {
  listener(message);
}

/** The line with the latest message. It is empty again when the section changes. */
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
