import { type ComponentChildren, Fragment } from 'preact';

/** Terms with their values. A value that is `undefined` is left out with its term. */
export function Pairs({ of }: { of: Readonly<Record<string, ComponentChildren>> }) {
  return (
    <dl class="pairs">
      {Object.entries(of).map(
        ([term, value]) =>
          value !== undefined && (
            <Fragment key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
