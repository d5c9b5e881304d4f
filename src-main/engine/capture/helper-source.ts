import { helperProgram } from './capture-program.ts';
import { type LiveOptions, LiveSource } from './live-source.ts';

/** Live interfaces, through the capture helper. */
export class HelperSource extends LiveSource {
  constructor({ helperPath, ...options }: LiveOptions & { readonly helperPath: string }) {
    super(helperProgram(helperPath, options.kernelSums), options);
  }
}
