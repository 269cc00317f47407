export const roleWords = {
  operator: ["Operator", "Bedienung"],
  technician: ["Technician", "Instandhaltung"],
  supervisor: ["Supervisor", "Schichtleitung"],
  planner: ["Planner", "Planung"],
  quality_engineer: ["Quality engineer", "Qualität"],
  maintenance_engineer: ["Maintenance engineer", "Instandhaltungsplanung"],
  ot_engineer: ["OT engineer", "Automatisierung"],
  manager: ["Manager", "Leitung"],
  administrator: ["Administrator", "Verwaltung"],
} as const;
