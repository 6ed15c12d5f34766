import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';
import styles from './Tabs.module.css';

export interface TabEntry {
  id: string;
  title: string;
  icon?: IconName;
  /** Printed after the title, for example a count. */
  note?: string;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  tabs: readonly TabEntry[];
  chosen: string;
  onChoose: (id: string) => void;
  size?: 'small' | 'medium';
  /** At the right end of the row of tabs. */
  aside?: ReactNode;
}

export function Tabs({ label, tabs, chosen, onChoose, size = 'medium', aside }: TabsProps) {
  return (
    <AriaTabs selectedKey={chosen} onSelectionChange={(key) => onChoose(String(key))} className={styles.tabs ?? ''}>
      <div className={classNames(styles.bar, size === 'small' && styles.small)}>
        <TabList aria-label={label} className={styles.list ?? ''}>
          {tabs.map((tab) => (
            <Tab key={tab.id} id={tab.id} className={styles.tab ?? ''}>
              {tab.icon === undefined ? null : <Icon name={tab.icon} />}
              {tab.title}
              {tab.note === undefined ? null : <span className={styles.note}>{tab.note}</span>}
            </Tab>
          ))}
        </TabList>
        {aside === undefined ? null : <div className={styles.aside}>{aside}</div>}
      </div>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles.panel ?? ''}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
