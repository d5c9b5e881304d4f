import * as v from 'valibot';

const text = v.pipe(v.string(), v.maxLength(200));

/** The application's menu as the window wants it: its commands, in its language; null is a line between items. */
export const menuSchema = v.pipe(
  v.array(
    v.strictObject({
      label: text,
      items: v.pipe(
        v.array(
          v.nullable(
            v.strictObject({
              command: text,
              label: text,
              accelerator: v.nullable(text),
              enabled: v.boolean(),
            }),
          ),
        ),
        v.maxLength(50),
      ),
    }),
  ),
  v.maxLength(10),
);

export type MenuModel = v.InferOutput<typeof menuSchema>;
export type MenuItem = MenuModel[number]['items'][number];
