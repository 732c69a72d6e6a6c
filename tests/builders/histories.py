"""A former system's history as its files tell it."""

from pathlib import Path

from workflows.event_log import HistoryMapping

MAPPING = HistoryMapping.model_validate(
    {
        "source": "old-registry",
        "eservice": "criminal-record",
        "timezone": "Africa/Porto-Novo",
        "columns": {"case": "number", "activity": "step", "time": "at", "resource": "who"},
        "activities": {"Examine": "verification", "Sign": "signature"},
        "ignore": ["Archive"],
    }
)
MAPPING_YAML = """
source: old-registry
eservice: criminal-record
timezone: Africa/Porto-Novo
columns: {case: number, activity: step, time: at, resource: who}
activities: {Examine: verification, Sign: signature}
ignore: [Archive]
"""
CSV = """number,step,at,who
A-1,Receive,2024-03-04T09:00:00,Afi
A-2,Receive,2024-03-04T10:00:00,Afi
A-1,Examine,2024-03-05T11:00:00,Koffi
A-1,Sign,2024-03-06T12:00:00+01:00,Sena
A-1,Archive,2024-03-07T12:00:00,Sena
"""
EVENT = """<event><date key="time:timestamp" value="{at}"/>
<string key="concept:name" value="{activity}"/><string key="org:resource" value="{who}"/></event>"""


def an_event(activity: str, at: str, who: str = "Afi") -> str:
    """Write an event."""
    return EVENT.format(activity=activity, at=at, who=who)


def a_trace(case: str, *events: str) -> str:
    """Write a trace."""
    name = f'<string key="concept:name" value="{case}"/>'
    return f"<trace>\n{name}\n{''.join(events)}\n</trace>\n"


def a_log(*traces: str, before: str = "") -> bytes:
    """Write a log."""
    log = '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'
    return f'<?xml version="1.0"?>\n{before}{log}{"".join(traces)}</log>'.encode()


def written(folder: Path, name: str, content: bytes | str) -> Path:
    """Put a file into a folder."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
