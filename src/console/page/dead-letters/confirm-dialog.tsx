import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { count } from '../common/format.js';

export interface ConfirmDialogProps {
  action: 'replay' | 'discard';
  /** How many it would be. */
  number: number;
  /** Which ones, in a sentence. */
  which: string;
  /** What went wrong with the last try. */
  fault?: string;
  busy: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks before dead letters are replayed or discarded; who discards has to say that he means it. */
export function ConfirmDialog({
  action,
  number,
  which,
  fault,
  busy,
  onConfirm,
  onCancel,
}: ConfirmDialogProps) {
  const title = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [meant, setMeant] = useState(false);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    // A browser does that for a dialog that is closed, not for one that is taken away.
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  // Another number is another question.
  useEffect(() => setMeant(false), [number]);

  const discards = action === 'discard';
  const verb = discards ? 'Discard' : 'Replay';
  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2 id={title}>
        {verb} {count(number, 'dead letter')}?
      </h2>
      <p class="which">{which}</p>
      <p class="muted">
        {discards
          ? 'No handler will see them any more. This cannot be undone.'
          : 'The handlers that are left are called again, each with its attempts from the beginning.'}
      </p>
      {discards && (
        <label class="meant">
          <input
            type="checkbox"
            checked={meant}
            onChange={({ currentTarget }) => setMeant(currentTarget.checked)}
          />
          Yes, discard {number === 1 ? 'it' : `all ${number}`} for good
        </label>
      )}
      {fault !== undefined && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="actions">
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
        <button
          type="button"
          class={discards ? 'danger' : 'primary'}
          disabled={busy || number === 0 || (discards && !meant)}
          onClick={onConfirm}
        >
          {busy ? `${verb}ing…` : `${verb} ${number}`}
        </button>
      </div>
    </dialog>
  );
}
