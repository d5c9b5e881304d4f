/** The chart's colours as the canvas needs them: resolved. */
export type ChartColours = Record<keyof typeof variables, string>;

const variables = {
  background: '--vscode-editor-background',
  title: '--vscode-foreground',
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

/** Calls back when theme or contrast change; the function it returns ends that. */
export function watchTheme(onChange: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', onChange);
  const contrast = new MutationObserver(onChange);
  contrast.observe(document.documentElement, { attributeFilter: ['data-contrast'] });
  return () => {
    scheme.removeEventListener('change', onChange);
    contrast.disconnect();
  };
}
