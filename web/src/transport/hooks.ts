import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import type { Actions, Queries } from "../client/catalogue";
import { act, type ActionName, ask, type Outcome, type QueryName } from "./http";
import { newKey } from "./keys";

type Settings = { enabled?: boolean; every?: number; keep?: boolean };

/** Keys begin with the room, so that a room's news refreshes all that was asked of it. */
export function keyOf(name: string, args: object): readonly unknown[] {
  const [room, query] = name.split(".");
  return [room, query, args];
}

/** What the server answers to a query, kept fresh by its news. `every` also asks again by time. */
export function useAsk<N extends QueryName>(
  name: N,
  args: Queries[N]["args"],
  settings: Settings = {},
): UseQueryResult<Queries[N]["answer"], Error> {
  return useQuery({
    queryKey: keyOf(name, args),
    queryFn: ({ signal }) => ask(name, args, signal),
    enabled: settings.enabled ?? true,
    refetchInterval: settings.every,
    placeholderData: settings.keep ? keepPreviousData : undefined,
  });
}

/** An action as a mutation; its room and those named are refreshed afterwards. */
export function useAct<N extends ActionName>(name: N, alsoRefresh: readonly string[] = []) {
  const client = useQueryClient();
  return useMutation<Outcome<unknown>, Error, Actions[N]["args"]>({
    mutationFn: (args) => act(name, args, newKey()),
    onSuccess: () => refresh(client, [name.split(".")[0] ?? "", "guidance", ...alsoRefresh]),
  });
}

export function refresh(client: QueryClient, rooms: Iterable<string>): void {
  for (const room of rooms) void client.invalidateQueries({ queryKey: [room] });
}
