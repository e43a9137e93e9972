import type { ComponentChildren } from 'preact';

/** Replaces an empty list, and says what to do. */
export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <p>
        <strong>{title}</strong>
      </p>
      <p class="muted">{children}</p>
    </div>
  );
}
