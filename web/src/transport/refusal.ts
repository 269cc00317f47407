/** The server's answer to a request that cannot be met: a stable code, facts, and advice. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly facts: Record<string, unknown>,
    readonly advice: string,
  ) {
    super(code);
  }
}

/** Nobody answered: the network or the server is away, and a later try may succeed. */
export class Unreachable extends Error {}

export async function refusalOf(response: Response): Promise<Refusal> {
  const body = (await response.json().catch(() => null)) as Partial<Refusal> | null;
  return new Refusal(
    body?.code ?? `http.${response.status}`,
    response.status,
    (body?.facts as Record<string, unknown>) ?? {},
    body?.advice ?? "",
  );
}
