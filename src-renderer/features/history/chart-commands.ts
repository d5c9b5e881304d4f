import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import type { Command } from '../../commands/command.ts';

const axes = ['linear', 'logarithmic', 'cut'] as const;

/** How charts are drawn, for all of them. */
export function chartCommands({ preferences }: App): readonly Command[] {
  const { 'appearance.chartAxis': axis, 'appearance.chartUsual': showsUsual } = preferences.values;
  const category = t().chart.title;
  return [
    ...axes.map((one) => ({
      id: `charts.axis.${one}`,
      category,
      title: t().chart.axes[one],
      when: () => axis !== one,
      run: () => void preferences.change('appearance.chartAxis', one),
    })),
    {
      id: 'charts.usual',
      category,
      title: showsUsual ? t().chart.hideUsual : t().chart.showUsual,
      run: () => void preferences.change('appearance.chartUsual', !showsUsual),
    },
  ];
}
