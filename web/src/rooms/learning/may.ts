import { useUser } from "../identity/session";

const LEARNERS = ["maintenance_engineer", "quality_engineer", "administrator"];

/** Whether this person's roles hold `learning.*`: to learn, promote, retire and look for drift. */
export function useMayLearn(): boolean {
  return useUser().roles.some((role) => LEARNERS.includes(role));
}
