/** The chart's colours as the canvas needs them: resolved. */
export type ChartColours = Record<keyof typeof variables, string>;

const variables = {
  background: '--vscode-editor-background',
  foreground: '--vscode-descriptionForeground',
  grid: '--sc-chart-grid',
  bar: '--sc-chart-bar',
  above: '--sc-chart-above',
  below: '--sc-chart-below',
  max: '--sc-chart-max',
  min: '--sc-chart-min',
  selection: '--vscode-focusBorder',
} as const;

/** Resolves the theme's variables at an element: a canvas understands neither `var()` nor `light-dark()`. */
export function resolveColours(element: HTMLElement): ChartColours {
  const probe = element.ownerDocument.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const entries = Object.entries(variables).map(([name, variable]) => {
    probe.style.color = `var(${variable})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as ChartColours;
}

/** Calls back when the system's theme or contrast changes; the function it returns ends that. */
export function watchTheme(onChange: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'];
  const lists = queries.map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', onChange);
  return () => {
    for (const list of lists) list.removeEventListener('change', onChange);
  };
}
