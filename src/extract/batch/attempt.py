"""One article tried: whatever happens to it becomes an outcome, and stops no other."""

from __future__ import annotations

import time
import traceback

from extract.batch.article import Extract, Extracted
from extract.batch.work import Bounds, Failure, Made, Outcome, Task
from extract.errors import ExtractError, UsageError


def attempt(task: Task, extract: Extract, bounds: Bounds | None = None) -> Outcome:
    """Extract the article of a task; what goes wrong is a Failure.

    Raises UsageError as ``extract`` does, for no other article would fare better.
    """
    item = task.item
    try:
        return render(task, extract(task))
    except UsageError:
        raise
    except ExtractError as error:
        return Failure(item, "unreadable", str(error))
    except OSError as error:
        return Failure(item, "unreadable", f"{error.filename or item.path}: {error.strerror or error}")
    except MemoryError:
        return out_of_memory(task, bounds or Bounds())
    except Exception as error:  # noqa: BLE001
        # The one boundary: an error that nobody foresaw costs its article, is told as a bug, and stops no other.
        message = f"{item.path}: internal error, please report it ({type(error).__name__}: {error})"
        return Failure(item, "bug", " ".join(message.split()), traceback.format_exc())


def out_of_memory(task: Task, bounds: Bounds) -> Failure:
    """The failure of an article that asked for more memory than it may have."""
    limit = f"{bounds.memory:,} megabytes (--memory)"
    return Failure(task.item, "memory", f"{task.item.path}: needs more memory than the limit of {limit}")


def render(task: Task, extracted: Extracted) -> Made:
    """The contents of the files and table rows of an extracted article."""
    from extract.writers.json import contents
    from extract.writers.rows import pack, result_rows, trial_rows

    begun = time.perf_counter()
    record, section_at = extracted.record, extracted.section_at
    files = contents(record, extracted.text, extracted.entities)
    rows = pack(trial_rows(record, section_at), result_rows(record, section_at))
    summary = {
        "doc_id": record.doc_id,
        "path": task.item.path,
        "trials": len(record.trials),
        "results": sum(len(t.results) for t in record.trials) + len(record.unattached),
        "unattached": len(record.unattached),
        "warnings": record.warnings,
    }
    seconds = extracted.seconds | {"rendering": time.perf_counter() - begun}
    return Made(task.item, *files, rows=rows, summary=summary, characters=len(extracted.text), seconds=seconds)
