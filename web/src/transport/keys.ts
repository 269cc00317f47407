/** A fresh idempotency key. */
export function newKey(): string {
  // A plant's own address without a certificate is no secure context: randomUUID is missing there.
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
