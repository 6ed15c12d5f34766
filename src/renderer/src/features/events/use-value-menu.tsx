import { useMemo, useState, type ReactNode } from 'react';
import type { Condition } from '../../state/query-slice.ts';
import type { MenuPosition } from '../../ui/Menu.tsx';
import type { ValueActions, ValueTarget } from './value-actions.ts';
import { ValueMenu } from './ValueMenu.tsx';

type Options = Pick<Parameters<typeof ValueMenu>[0], 'isReadOnly' | 'onQuery' | 'onShowEvent' | 'onTagAll'> & {
  present: Condition;
};

/** The one menu of values on this screen, and how its parts open it. */
export function useValueMenu({ present, ...actions }: Options): { actions: ValueActions; menu: ReactNode } {
  const [opened, setOpened] = useState<{ target: ValueTarget; position: MenuPosition } | null>(null);
  const menu = (
    <ValueMenu
      target={opened?.target ?? null}
      position={opened?.position ?? null}
      onClose={() => setOpened(null)}
      query={present.query}
      range={present.range}
      {...actions}
    />
  );
  return { actions: useMemo(() => ({ openMenu: (target, position) => setOpened({ target, position }) }), []), menu };
}
