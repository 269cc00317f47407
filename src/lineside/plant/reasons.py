"""The product's own reasons, by SEMI E10 state; a plant's ``reasons.yaml`` takes their place."""

from lineside.plant.model import Reason

_ROWS = (
    ("breakdown", "technical", "unscheduled_down", False, "Breakdown", "Störung"),
    ("spindle", "technical", "unscheduled_down", False, "Spindle fault", "Spindelschaden"),
    ("tool_break", "technical", "unscheduled_down", False, "Tool breakage", "Werkzeugbruch"),
    ("jam", "technical", "unscheduled_down", False, "Jam", "Verklemmung"),
    ("electrical", "technical", "unscheduled_down", False, "Electrical fault", "Elektrikfehler"),
    ("hydraulics", "technical", "unscheduled_down", False, "Hydraulic fault", "Hydraulikfehler"),
    ("minor_stop", "technical", "unscheduled_down", False, "Minor stop", "Kurzstillstand"),
    ("tool_change", "process", "productive", False, "Tool change", "Werkzeugwechsel"),
    ("setup", "process", "productive", False, "Set-up", "Rüsten"),
    ("adjustment", "process", "engineering", False, "Adjustment", "Einstellen"),
    ("quality_stop", "quality", "unscheduled_down", False, "Quality stop", "Qualitätsstopp"),
    ("no_material", "logistics", "standby", False, "Material missing", "Material fehlt"),
    ("no_operator", "people", "standby", False, "Operator missing", "Bediener fehlt"),
    ("no_order", "logistics", "standby", False, "No order", "Kein Auftrag"),
    ("blocked", "logistics", "standby", False, "Next step is full", "Folgeschritt voll"),
    ("break", "people", "scheduled_down", True, "Break", "Pause"),
    ("cleaning", "process", "scheduled_down", True, "Cleaning", "Reinigung"),
    ("maintenance", "technical", "scheduled_down", True, "Planned maintenance", "Wartung"),
    ("meeting", "people", "scheduled_down", True, "Meeting or training", "Besprechung, Schulung"),
    ("trial", "process", "engineering", True, "Engineering trial", "Versuch"),
    ("closed", "people", "non_scheduled", True, "Not scheduled", "Nicht eingeplant"),
    ("tooth_flaw", "scrap", "", False, "Flaw on the tooth", "Fehler am Zahn"),
    ("burr", "scrap", "", False, "Burr", "Grat"),
    ("dimension", "scrap", "", False, "Out of dimension", "Maßabweichung"),
    ("surface", "scrap", "", False, "Surface", "Oberfläche"),
    ("hardness", "scrap", "", False, "Hardness", "Härte"),
    ("crack", "scrap", "", False, "Crack", "Riss"),
    ("material_flaw", "scrap", "", False, "Material flaw", "Materialfehler"),
    ("assembly_fault", "scrap", "", False, "Assembly fault", "Montagefehler"),
    ("test_failed", "scrap", "", False, "Test failed", "Prüfung nicht bestanden"),
    ("setup_piece", "scrap", "", False, "Set-up piece", "Einrichtteil"),
)

DEFAULT_REASONS = tuple(Reason(*row) for row in _ROWS)

# Words for machine states in both languages, with what people say instead.
STATE_WORDS = (
    ("running", "Running", ["producing", "productive"], "läuft", ["Produktion", "in Betrieb"]),
    ("setup", "Set-up", ["changeover"], "Rüsten", ["Umrüsten", "Einrichten"]),
    ("idle", "Idle", ["waiting", "standby"], "wartet", ["Leerlauf", "Bereitschaft"]),
    ("blocked", "Blocked", ["full downstream"], "blockiert", ["Abnahmestau"]),
    ("starved", "Starved", ["no parts"], "unversorgt", ["Teilemangel"]),
    ("down", "Down", ["stopped", "fault", "broken"], "gestört", ["Störung", "steht", "defekt"]),
    ("maintenance", "Maintenance", ["service"], "Wartung", ["Instandhaltung"]),
    ("off", "Off", ["switched off"], "aus", ["ausgeschaltet"]),
    ("no_data", "No data", ["offline", "unknown"], "keine Daten", ["unbekannt"]),
)
