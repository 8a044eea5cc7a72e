import { useDirectory } from "../api/directory";
import type { AgentState, Id } from "../api/types";

/** An agent's live state, undefined before it is known. */
export function useAgentState(agent: Id): AgentState | undefined {
  const { data } = useDirectory();
  return data?.agents.find((state) => state.id === agent);
}
