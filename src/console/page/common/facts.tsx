import type { ComponentChildren } from 'preact';

/** How good or bad a fact is. The text says it as well, because not everyone sees the colour. */
export type Tone = 'ok' | 'warn' | 'bad';

/** A list of facts. */
export function Facts({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <dl class="facts" aria-label={label}>
      {children}
    </dl>
  );
}

interface FactProps {
  term: string;
  tone?: Tone;
  note?: ComponentChildren;
  children: ComponentChildren;
}

export function Fact({ term, tone, note, children }: FactProps) {
  return (
    <div class={tone}>
      <dt>{term}</dt>
      <dd>
        <strong>{children}</strong>
        {note !== undefined && <span class="muted"> {note}</span>}
      </dd>
    </div>
  );
}
