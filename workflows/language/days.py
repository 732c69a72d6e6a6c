"""Days as expressions handle them: ISO 8601 texts, which compare as the days do."""

from datetime import date, timedelta


def years_between(earlier: str, later: str) -> float:
    """Count the whole years from one day to another, as birthdays do."""
    first, last = date.fromisoformat(earlier), date.fromisoformat(later)
    return float(last.year - first.year - ((last.month, last.day) < (first.month, first.day)))


def days_after(day: str, days: float) -> str:
    """Give the day that comes so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def written_day(day: str) -> str:
    """Read a day written in an expression; raise ValueError unless it is YYYY-MM-DD."""
    return date.fromisoformat(day).isoformat()
