"""Texts to begin a campaign with, and the sentences that placeholders become; two languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

LANGUAGES: Final = {"en": "English", "es": "Español"}
_MONTHS: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StandardText:
    """Subject and text of a new campaign."""

    name: str
    subject: str
    text: str


STANDARD: Final[dict[tuple[str, str], StandardText]] = {
    ("week", "en"): StandardText(
        "Your budgets this week",
        "Your budgets this week",
        "Good day {name},\n\n{left}\n\n{buckets}\n\n{orders}\n\n"
        "In Plumbline every number opens what is behind it: what was paid, and to whom.",
    ),
    ("week", "es"): StandardText(
        "Sus presupuestos esta semana",
        "Sus presupuestos esta semana",
        "Buenos días, {name}:\n\n{left}\n\n{buckets}\n\n{orders}\n\n"
        "En Plumbline cada cifra abre lo que hay detrás: qué se pagó y a quién.",
    ),
    ("reminder", "en"): StandardText(
        "Have a look at your budgets",
        "{name}, have a look at your budgets",
        "Good day {name},\n\n{days} {left}\n\n{orders}\n\n"
        "It takes two minutes: sign in, look at what is left, and tell the budget office if "
        "something looks wrong.",
    ),
    ("reminder", "es"): StandardText(
        "Eche un vistazo a sus presupuestos",
        "{name}, eche un vistazo a sus presupuestos",
        "Buenos días, {name}:\n\n{days} {left}\n\n{orders}\n\n"
        "Toma dos minutos: inicie sesión, vea cuánto queda y avise a la oficina de presupuesto "
        "si algo no parece correcto.",
    ),
}
HEADS: Final = {
    "en": ("Bucket", "Budgeted", "Spent", "On order", "Requested", "Left"),
    "es": ("Partida", "Presupuesto", "Gastado", "Pedido", "Solicitado", "Queda"),
}
BUTTONS: Final = {"en": "Open my budgets", "es": "Abrir mis presupuestos"}


def until(day: date, language: str) -> str:
    """A day without its year: `30 June`, `30 de junio`."""
    return f"{day.day} de {_MONTHS[day.month - 1]}" if language == "es" else f"{day.day} {day:%B}"


def left_sentence(bucket: str, dollars: str, day: date, language: str, *, is_over: bool) -> str:
    """What is left in one bucket; `dollars` is without its sign."""
    if language == "es":
        if is_over:
            return f"En {bucket} se han gastado {dollars} de más."
        return f"Le quedan {dollars} en {bucket} hasta el {until(day, language)}."
    if is_over:
        return f"{bucket} is over its budget by {dollars}."
    return f"You have {dollars} left in {bucket} until {until(day, language)}."


def more_sentence(number: int, language: str) -> str:
    """How many buckets the sentences leave out."""
    return f"Y {number} partidas más." if language == "es" else f"And {number} more buckets."


def orders_sentence(number: int, days: int, language: str) -> str:
    """How many orders are open for long; nothing where there are none."""
    if not number:
        return ""
    if language == "es":
        orders = "1 orden de compra lleva" if number == 1 else f"{number} órdenes de compra llevan"
        return f"{orders} más de {days} días abierta{'s' if number > 1 else ''}."
    orders = "1 purchase order has" if number == 1 else f"{number} purchase orders have"
    return f"{orders} been open over {days} days."


def days_sentence(days: int | None, language: str) -> str:
    """For how long somebody has not signed in; `None` for never."""
    if language == "es":
        if days is None:
            return "Todavía no ha iniciado sesión en Plumbline."
        return f"No ha iniciado sesión desde hace {days} {'día' if days == 1 else 'días'}."
    if days is None:
        return "You have not signed in to Plumbline yet."
    return f"You have not signed in for {days} {'day' if days == 1 else 'days'}."


def milestone_sentence(what: str, subject: str, language: str) -> str:
    """A congratulation; `subject` is the name of a budget, or a goal in percent."""
    told = _MILESTONES[what]
    return told[language if language in told else "en"].format(subject=subject)


_MILESTONES: Final[dict[str, dict[str, str]]] = {
    "first look": {
        "en": "You have looked at your budget for the first time: thank you.",
        "es": "Ha mirado su presupuesto por primera vez: gracias.",
    },
    "weeks": {
        "en": "{subject} has been looked at every week for four weeks: thank you for keeping an "
        "eye on it.",
        "es": "Alguien ha mirado {subject} cada semana durante cuatro semanas: gracias por "
        "estar al tanto.",
    },
    "goal": {
        "en": "The district has reached its goal: at least {subject}% of the budgets were looked "
        "at in each of the last three months.",
        "es": "El distrito ha alcanzado su meta: al menos el {subject} % de los presupuestos se "
        "miró en cada uno de los últimos tres meses.",
    },
}


def dated(day: date | None, language: str) -> str:
    """A day with its year: `1 March 2027`, `1 de marzo de 2027`; a dash for none."""
    if day is None:
        return "–"
    return f"{until(day, language)} {'de ' * (language == 'es')}{day.year}"


def ending(language: str, as_of: date | None, loaded: date, *, is_deadline: bool) -> Sequence[str]:
    """The last paragraphs: as of when the figures hold, and why the mail comes."""
    day, load = dated(as_of, language), dated(loaded, language)
    if language == "es":
        why = "Recibe este correo porque su distrito lo envía a quienes trabajan con presupuestos."
        must = " Trata de un plazo y no se puede desactivar." if is_deadline else ""
        return (f"Datos al {day}, cargados el {load}. Las cifras son las que usted puede ver.",
                why + must)  # fmt: skip
    why = "You get this mail because your district sends it to people who work with its budgets."
    must = " It is about a deadline and cannot be turned off." if is_deadline else ""
    return f"Data as of {day}, loaded on {load}. The figures are those you may see.", why + must
