/** Whether the system itself wants more contrast. */
const systemWants = ['(prefers-contrast: more)', '(forced-colors: active)'].map((query) => matchMedia(query));

/** Sets high contrast where the person chose it or the system wants it; the function it returns ends that. */
export function followContrast(isChosen: boolean): () => void {
  const apply = (): void => {
    const isWanted = isChosen || systemWants.some(({ matches }) => matches);
    document.documentElement.dataset.contrast = isWanted ? 'more' : 'normal';
  };
  apply();
  for (const list of systemWants) list.addEventListener('change', apply);
  return () => {
    for (const list of systemWants) list.removeEventListener('change', apply);
  };
}
