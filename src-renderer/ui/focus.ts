/**
 * Focuses an element, of which a component may draw itself only after it is in the page.
 * It has the focus before the next key or click comes, however long the next frame takes.
 */
export async function focusOnceRendered(element: HTMLElement | null): Promise<void> {
  await (element as { updateComplete?: Promise<unknown> } | null)?.updateComplete;
  element?.focus();
}
