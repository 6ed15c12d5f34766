// What an index derives once from its dictionaries and keeps.
import { agentFamily } from '../../shared/cloudtrail/agent-family.ts';
import type { Dictionary, EventColumns } from './types.ts';

export interface AgentFamilies {
  /** Names, in order of first use; id 0 is "no agent". */
  readonly names: readonly (string | null)[];
  /** Family id of each id of the agent dictionary. */
  readonly familyOfAgent: Uint32Array;
}

export interface ResourceMembers {
  /** Members of set s are `members[starts[s]]` up to `members[starts[s + 1]]`, each once. */
  readonly starts: Uint32Array;
  readonly members: Uint32Array;
}

const families = new WeakMap<Dictionary, AgentFamilies>();
const resourceMembers = new WeakMap<EventColumns, ResourceMembers>();

export function agentFamiliesOf(agents: Dictionary): AgentFamilies {
  const known = families.get(agents);
  if (known && known.familyOfAgent.length === agents.values.length) return known;
  const names: (string | null)[] = [null];
  const ids = new Map<string, number>();
  const familyOfAgent = Uint32Array.from(agents.values, (agent) => {
    if (agent === null) return 0;
    const name = agentFamily(agent);
    let id = ids.get(name);
    if (id === undefined) {
      id = names.push(name) - 1;
      ids.set(name, id);
    }
    return id;
  });
  const built = { names, familyOfAgent };
  families.set(agents, built);
  return built;
}

export function resourceMembersOf(columns: EventColumns): ResourceMembers {
  let built = resourceMembers.get(columns);
  if (!built) {
    const sets = columns.resourceSetMembers;
    const starts = new Uint32Array(sets.length + 1);
    const members: number[] = [];
    sets.forEach((set, i) => {
      for (const member of set.length > 1 ? new Set(set) : set) members.push(member);
      starts[i + 1] = members.length;
    });
    built = { starts, members: Uint32Array.from(members) };
    resourceMembers.set(columns, built);
  }
  return built;
}
