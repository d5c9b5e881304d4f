import type { Attachment } from 'svelte/attachments';

/**
 * Listens to `change` on a custom element itself: its event neither bubbles nor leaves a shadow root, so that it never
 * reaches the root, where Svelte listens for `onchange`.
 */
export const onElementChange =
  <E extends HTMLElement>(listener: (element: E) => void): Attachment<E> =>
  (element) => {
    const onChange = (): void => listener(element);
    element.addEventListener('change', onChange);
    return () => element.removeEventListener('change', onChange);
  };
