import * as v from 'valibot';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const instant = v.pipe(v.number(), v.safeInteger(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const address = v.pipe(v.string(), v.maxLength(45));

const fields = {
  source: address,
  destination: address,
  bytes: count,
  packets: count,
  from: instant,
  to: instant,
  interface: v.string(),
  agent: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  sequence: count,
};

/** The value of a message on the record topic: docs/flow-record.schema.json in code. Version 1 has no epoch. */
export const flowRecord = v.pipe(
  v.variant('v', [
    v.object({ v: v.literal(1), ...fields }),
    v.object({ v: v.literal(2), ...fields, epoch: count }),
  ]),
  v.check(({ from, to }) => from < to, 'to is not after from'),
);

export type FlowRecord = v.InferOutput<typeof flowRecord>;
