/** The body of a callback, if the app shows bodies. */
export function Body({ body, bodies }: { body: unknown; bodies: 'hidden' | 'shown' }) {
  if (bodies === 'hidden')
    return <p class="muted">The app hides bodies, with the console’s option bodies.</p>;
  if (body === undefined) return <p class="muted">There is no body.</p>;
  return (
    <pre tabIndex={0} role="region" aria-label="Body">
      {JSON.stringify(body, null, 2)}
    </pre>
  );
}
