type Key = Pick<KeyboardEvent, 'key' | 'isComposing' | 'defaultPrevented' | 'composedPath'>;

/** Whether a key leaves the page: Escape, unless it cancels an input method, or is pressed in a field with text. */
export function goesBack(event: Key): boolean {
  if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return false;
  // Custom elements keep their field in a shadow root; a button has an empty value.
  const [pressed] = event.composedPath() as { readonly value?: unknown }[];
  return typeof pressed?.value !== 'string' || pressed.value === '';
}
