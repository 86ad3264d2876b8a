"""What a verification found, put into words: each reason of the log's checker has its sentence."""

import re
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_ANOTHER_LOG: Final = re.compile(r"entries (\d+) to (\d+) are not those that were signed \((.+)\)")
#: A form of a reason -> its sentence; ``%1`` and ``%2`` are what the form holds in brackets.
_REASONS: Final = (
    (
        r"it is missing; entry (\d+) follows",
        QT_TRANSLATE_NOOP("VerifyWords", "The entry is missing; entry %1 follows in its place."),
    ),
    (
        r"it is missing; (\d+) entries were signed \((.+)\)",
        QT_TRANSLATE_NOOP(
            "VerifyWords",
            "The log ends too early: %1 entries were signed (%2), and from here on they are gone.",
        ),
    ),
    (
        r"its hash does not follow from the entries before it",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "The entry, or its hash, was changed: it does not follow the one before."
        ),
    ),
    (
        _ANOTHER_LOG.pattern,
        QT_TRANSLATE_NOOP(
            "VerifyWords",
            "Entries %1 to %2 are not those that were signed (%3): the log was written anew.",
        ),
    ),
    (
        r"it is not an audit entry|its facts are .*|it does not say .*|it calls itself entry \d+",
        QT_TRANSLATE_NOOP("VerifyWords", "What stands there is no entry of this log."),
    ),
    (
        r"decision (\S+) is signed by a key that (\S+) never had",
        QT_TRANSLATE_NOOP("VerifyWords", "Decision %1 is signed by a key that %2 never had."),
    ),
    (
        r"decision (\S+) is not what (\S+) signed",
        QT_TRANSLATE_NOOP("VerifyWords", "Decision %1 is not what %2 signed."),
    ),
    (
        r"inspection result (\S+) is not what its entry says",
        QT_TRANSLATE_NOOP("VerifyWords", "Inspection result %1 was edited in the records."),
    ),
    (
        r"inspection result (\S+) is not in the records",
        QT_TRANSLATE_NOOP("VerifyWords", "Inspection result %1 was removed from the records."),
    ),
    (
        r"the film of decision (\S+) has been changed",
        QT_TRANSLATE_NOOP("VerifyWords", "The film of decision %1 was changed."),
    ),
    (
        r"the film of decision (\S+) is not in the records",
        QT_TRANSLATE_NOOP("VerifyWords", "The film of decision %1 was removed from the records."),
    ),
    (
        r"the film of decision (\S+) is not the one that was kept",
        QT_TRANSLATE_NOOP("VerifyWords", "The film of decision %1 is another than was kept."),
    ),
    (
        r"decision (\S+) is not what its entry says",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "Decision %1 in the records is not what was written down: it was edited."
        ),
    ),
    (
        r"decision (\S+) is not in the records",
        QT_TRANSLATE_NOOP("VerifyWords", "Decision %1 was removed from the records."),
    ),
    (
        r"recall of (\S+) disagrees",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "Whether decision %1 was taken back, records and log disagree."
        ),
    ),
    (
        r"decision (\S+) does not stand as its entries say",
        QT_TRANSLATE_NOOP("VerifyWords", "Whether decision %1 stands, records and log disagree."),
    ),
    (
        r"decision (\S+) stands otherwise than it was taken",
        QT_TRANSLATE_NOOP(
            "VerifyWords",
            "Decision %1 counts twice, or in a case or for an officer that it was not taken for.",
        ),
    ),
    (
        r"decision (\S+) settles its case otherwise than its entry says",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "Whether decision %1 settles its case, records and log disagree."
        ),
    ),
    (
        r"decision (\S+) is on its way to a site, but settled nothing",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "Decision %1 is on its way to a site although it settled nothing."
        ),
    ),
    (
        r"decision (\S+) is on its way to the wrong site or at a wrong time",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "Decision %1 is on its way to another site or at another time."
        ),
    ),
    (
        r"decision (\S+) is on its way though it was taken back, or was not",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "Decision %1 is on its way although it was taken back, or the reverse."
        ),
    ),
    (
        r"decision (\S+) settled its case, but is not on its way to the site",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "Decision %1 settled its case, but was taken out of the site's post."
        ),
    ),
    (
        r"announcement of (\S+) disagrees",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "Whether a site applied decision %1, records and log disagree."
        ),
    ),
    (
        r"case (\S+) is (\w+), not (\w+) as told",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "Case %1 stands at another stage than was written down (%2)."
        ),
    ),
    (
        r"case (\S+) has another package than was received",
        QT_TRANSLATE_NOOP("VerifyWords", "Case %1 was given another picture than was received."),
    ),
    (
        r"the package of case (\S+) is not in the store",
        QT_TRANSLATE_NOOP("VerifyWords", "The picture of case %1 is gone from the store."),
    ),
    (
        r"the package of case (\S+) has been changed",
        QT_TRANSLATE_NOOP("VerifyWords", "The picture of case %1 was changed in the store."),
    ),
    (
        r"case (\S+) is not in the records",
        QT_TRANSLATE_NOOP("VerifyWords", "Case %1 was removed from the records."),
    ),
    (
        r"the key of (\S+) is not what its entry says",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "The key of %1 was changed, or let in again, behind the log's back."
        ),
    ),
    (
        r"officer (\S+) has other roles than the entry says",
        QT_TRANSLATE_NOOP("VerifyWords", "Officer %1 has other roles than were written down."),
    ),
    (
        r"(\S+) is not in the records",
        QT_TRANSLATE_NOOP("VerifyWords", "%1 was removed from the records."),
    ),
    (
        r"(\S+) at the site is not a decision that was signed",
        QT_TRANSLATE_NOOP("VerifyWords", "The site holds an order that nobody signed: %1."),
    ),
    (
        r"(\S+) at the site says otherwise than decision (\S+)",
        QT_TRANSLATE_NOOP(
            "VerifyWords", "The site holds an order that says otherwise than its decision: %1."
        ),
    ),
    (
        r"(\S+) at the site is decision (\S+), which was taken back",
        QT_TRANSLATE_NOOP("VerifyWords", "The site acted on a decision that was taken back: %2."),
    ),
    (
        r"(\S+): checkpoint: .*is not signed by this hub.*",
        QT_TRANSLATE_NOOP("VerifyWords", "A checkpoint was forged: %1 is not signed by this hub."),
    ),
    (
        r"(\S+): checkpoint: it is of the log .*",
        QT_TRANSLATE_NOOP("VerifyWords", "A checkpoint is of another hub's log: %1."),
    ),
    (
        r"(\S+): checkpoint: .*",
        QT_TRANSLATE_NOOP("VerifyWords", "A checkpoint is damaged: %1."),
    ),
)


def reason(said: str) -> str:
    """Return why an entry does not hold, as one sentence; an unknown reason stays as it is."""
    for form, sentence in _REASONS:
        found = re.fullmatch(form, said)
        if found is not None:
            text = QCoreApplication.translate("VerifyWords", str(sentence))
            for place, part in enumerate(found.groups(), 1):
                text = text.replace(f"%{place}", part or "")
            return text
    return said


def is_of_another_log(said: str) -> bool:
    """Return whether a reason is that something else was signed than stands in the log."""
    return _ANOTHER_LOG.fullmatch(said) is not None
