import { integer } from './format.js';

interface MoreProps {
  shown: number;
  total: number;
  disabled?: boolean;
  onMore: () => void;
}

/** Offers the rest of a list. */
export function More({ shown, total, disabled, onMore }: MoreProps) {
  if (shown >= total) return null;
  return (
    <p class="more">
      <button type="button" disabled={disabled} onClick={onMore}>
        Show more
      </button>{' '}
      <span class="muted">
        {integer(shown)} of {integer(total)} are shown
      </span>
    </p>
  );
}
