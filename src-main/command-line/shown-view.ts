import { say } from '../common/phrases/say.ts';
import { MonitorError } from '../common/errors.ts';
import { type ViewName, viewNames } from '../common/view-names.ts';

const option = '--show';

/** The desktop app's arguments, without what they say of the view to be shown. */
export interface ShownView {
  /** Null where none is asked for. */
  readonly view: ViewName | null;
  readonly others: readonly string[];
}

/**
 * Takes `--show VIEW` (or `--show=VIEW`) from the arguments of the desktop app: by it the desktop's menu opens the app
 * where the person wants to be. It holds once, and is not an option of the engine.
 *
 * @throws MonitorError `settings/invalid`
 */
export function takeShownView(argv: readonly string[]): ShownView {
  const at = argv.findIndex((word) => word === option || word.startsWith(`${option}=`));
  if (at < 0) return { view: null, others: argv };
  const isApart = argv[at] === option;
  const asked = isApart ? argv[at + 1] : argv[at]!.slice(option.length + 1);
  const view = viewNames.find((name) => name === asked);
  if (view === undefined)
    throw new MonitorError('settings/invalid', say('command.noView', { view: asked ?? '' }), {
      remedy: say('command.remedy.views', { views: viewNames }),
    });
  return { view, others: argv.toSpliced(at, isApart ? 2 : 1) };
}
