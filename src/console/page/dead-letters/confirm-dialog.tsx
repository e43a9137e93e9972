import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { count } from '../common/format.js';

export interface ConfirmDialogProps {
  action: 'replay' | 'discard';
  /** How many dead letters the action is about. */
  number: number;
  /** Which ones, in a sentence. */
  which: string;
  /** Why the last try failed. */
  fault?: string;
  busy: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks before dead letters are replayed or discarded. Discarding also needs a tick. */
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
    // A browser does this when a dialog closes, but not when it is removed.
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  // With another number, the tick no longer counts.
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
          ? 'No handler will see them again. This cannot be undone.'
          : 'The remaining handlers are called again, beginning with attempt 1.'}
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
