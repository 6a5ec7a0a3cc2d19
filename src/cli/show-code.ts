/** `--verbose-ir` and `--verbose-llvm-ir`: each unit's code as it is produced. */
import { printUnit } from '../ir/print-mir.ts';
import type { Fragment, FragmentOrder } from '../llvm/protocol.ts';
import type { Output } from './output.ts';

export interface IrPrinter {
  onOrder(order: FragmentOrder): void;
  onFragment(fragment: Fragment): void;
}

export function createIrPrinter(
  output: Output,
  options: Readonly<Record<string, unknown>>,
): IrPrinter {
  return {
    onOrder(order) {
      if (options['verboseIr'] !== true || order.kind !== 'function') return;
      output.notice(printUnit(order.unit));
    },
    onFragment(fragment) {
      if (options['verboseLlvmIr'] === true) output.notice(fragment.definitions);
    },
  };
}
