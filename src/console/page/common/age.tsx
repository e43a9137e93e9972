import { useLayoutEffect, useRef } from 'preact/hooks';
import { everySecond, serverNow } from './clock.js';
import { dayAndSecond, span } from './format.js';

/** How long ago something was. It updates itself each second, without rendering anything else. */
export function Age({ at }: { at: number }) {
  const element = useRef<HTMLTimeElement>(null);
  useLayoutEffect(() => {
    const show = (): void => {
      const age = span(serverNow() - at);
      if (element.current && element.current.textContent !== age) element.current.textContent = age;
    };
    show();
    return everySecond(show);
  }, [at]);
  return <time ref={element} dateTime={new Date(at).toISOString()} title={dayAndSecond(at)} />;
}
