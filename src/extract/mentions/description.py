"""How far a description of people reaches: to the left of the noun, and to the right of it."""

from __future__ import annotations

import re

from extract.lexicon import lexicon
from extract.mentions.numberwords import NUMBER_WORDS
from extract.mentions.peoplewords import PeopleWords, Word, is_treatment

_COMPARES = frozenset("≥≤<>=±+~")
_UNIT = re.compile(r"(?:years?|months?|weeks?|days?|hours?|%|cm|mm|kg|mg|ml|mmhg|y|yrs?)\Z")
_NUMBER = re.compile(r"\d[\d.,/-]{0,30}[A-Za-z%]?\Z|[IVX]{1,4}[ABab]?\Z")
_LONGEST = 60  # words of one description; longer ones are no English
_LIST_REACH = 26
# Within so many words "whose" and "in whom" have their verb.
_SUBJECT = 9


class Description:
    """Walks the words of one region around a noun for people."""

    def __init__(self, words: list[Word], lexicon: PeopleWords) -> None:
        self.words = words
        self.lexicon = lexicon
        first = words[0].low if words else ""
        # In a passage that opens "In patients with X, ..." the comma ends the description.
        self.opens_passage = first in ("in", "among", "for", "of", "with", "unlike", "from")

    def low(self, i: int) -> str:
        """The lower case of word ``i``, "" beyond the ends."""
        return self.words[i].low if 0 <= i < len(self.words) else ""

    # -- to the left --

    def left(self, head: int) -> tuple[int, bool]:
        """The index of the first word of the phrase before ``head``, and whether it describes."""
        first = i = self._before_bracket(head)
        described = False
        while i > 0:
            count = self._describing(i)
            if count:
                i = first = i - count
                described = True
            elif described and self.low(i - 1) in self.lexicon["organ"]:
                i = first = i - 1
            elif self.lexicon.may_stand_before(self.words[i - 1], self.low(i) if i < head else ""):
                i -= 1
                if described and self.low(i).endswith("ly"):
                    first = i
            else:
                break
        return (first, True) if described else (head, False)

    def _describing(self, i: int) -> int:
        """How many words right before word ``i`` describe people; 0 if the word there does not."""
        together = self.lexicon.describes_together(self.words[max(i - 3, 0) : i])
        if together:
            return together
        word = self.words[i - 1]
        hangs = word.text == "-" and i > 1 and self.words[i - 2].end == word.start
        return 2 if hangs else int(self.lexicon.describes(word))

    def _before_bracket(self, head: int) -> int:
        """ "previously treated (interferon or chemotherapy) patients": the bracket belongs to what is before it."""
        if self.low(head - 1) != ")":
            return head
        opened = next((k for k in range(head - 2, max(head - 14, -1), -1) if self.low(k) == "("), -1)
        return opened if opened > 0 and self._describing(opened) else head

    # -- to the right --

    def right(self, start: int) -> int:
        """The index after the last word of the description that begins at ``start``; ``start`` if there is none."""
        i = end = start
        while i < len(self.words):
            if self._opens(i):
                after = self._phrase(i)
                if after <= i + 1:
                    break
                i = end = after
            elif (following := self._bridge(i)) > i:
                i = following
            else:
                break
        return end

    def _bridge(self, i: int) -> int:
        """The index after what may stand between two descriptions: a bracket, "and", a comma before "aged"."""
        low = self.low(i)
        if low == "(":
            after = self._after_bracket(i)
            if self.low(after - 2) == "%":
                return i  # "patients (42%) with X" had X in the end
            return after if after < len(self.words) and self._opens(after) else i
        if low in ("and", "or", "but", "both", "not", "either") and self._opens(i + 1) and self.low(i + 1) != "who":
            return i + 1
        if low == "," and self.low(i + 1) in ("aged", "≥", "either"):
            return i + 1
        return i

    def _after_bracket(self, i: int) -> int:
        closed = next((k for k in range(i + 1, min(i + 30, len(self.words))) if self.low(k) == ")"), -1)
        return closed + 1 if closed > 0 else len(self.words)

    def _opens(self, i: int) -> bool:
        """Whether a description can begin at word ``i``."""
        low, following = self.low(i), self.low(i + 1)
        if low == "who":
            return not self._is_treatment(i + 1)
        if self._is_relative(i):
            return self._verb_of_relative(i) > i
        if low == "with" and self._is_given(i + 1):
            return False
        if low in self.lexicon["opener"] or f"{low} {following}" in self.lexicon["bridge"]:
            return following not in ("the", "")
        if low == "not":
            return following in self.lexicon["opener"] or following == "candidates"
        return self._is_age(i)

    def _is_age(self, i: int) -> bool:
        """Whether an age or a limit stands at word ``i``: "≥ 1 month of age", "65 years or older"."""
        text = self.low(i)
        if text[:1] in _COMPARES or text.startswith("\\("):
            return self.low(i + 1)[:1].isdigit()
        return text[:1].isdigit() and bool(re.match(r"(?:year|month|week|day)s?\Z", self.low(i + 1)))

    def _is_given(self, i: int) -> bool:
        """Whether a drug or a dose stands at word ``i`` and nothing of a disease behind it: "with 25 mg", "with X"."""
        dose = self.low(i)[:1].isdigit() and self.low(i + 1) in ("mg", "g", "mcg", "\u00b5g", "iu", "units")
        drug = i < len(self.words) and is_treatment(self.words[i].text, lexicon("treatments"))
        goes_on = self.low(i + 1).isalpha() and self.low(i + 1) not in self.lexicon["boundary"]
        return dose or (drug and not goes_on)

    def _is_treatment(self, i: int) -> bool:
        """Whether the relative clause from word ``i`` speaks of study treatment or outcome."""
        clause = " ".join(self.low(k) for k in range(i, i + 4)) + " "
        earlier = self.lexicon["earlier"] & set(clause.split())
        return not earlier and clause.startswith(self.lexicon.treatment_verbs)

    def _phrase(self, i: int) -> int:
        """The index after the phrase that the opener at ``i`` opens."""
        j = self._verb_of_relative(i) if self._is_relative(i) else i + 1
        if self.low(i) == "who" or self._is_relative(i):
            begun = j
            while self.low(j) in self.lexicon["auxiliary"] | self.lexicon["between"] | {"not"}:
                j += 1
            if j > begun and self.low(j).endswith("ed") and self.low(j) in self.lexicon["boundary"]:
                j += 1  # "who had received X" tells of before; "who received X" is an arm
        after = self.end_of(j)
        return after if after > j else i

    def _is_relative(self, i: int) -> bool:
        """Whether a clause with a subject of its own begins: "whose disease had ...", "in whom drugs had ..."."""
        return self.low(i) == "whose" or (self.low(i) == "in" and self.low(i + 1) == "whom")

    def _verb_of_relative(self, i: int) -> int:
        """The index of the auxiliary of such a clause, ``i`` where none comes soon."""
        clause = range(i + 1, min(i + _SUBJECT, len(self.words)))
        return next((k for k in clause if self.low(k) in self.lexicon["auxiliary"]), i)

    def end_of(self, first: int) -> int:
        """The index after the last word of a description whose words begin at ``first``."""
        j = first
        while j < min(len(self.words), first + _LONGEST) and not self.ends(j):
            j = self._after_bracket(j) if self.low(j) == "(" else j + 1
        if self.low(j) in self.lexicon["noun"]:
            # "with no control arm", "in clinical trials": the whole phrase goes.
            j = next((k for k in range(j - 1, first, -1) if self.low(k) in self.lexicon["preposition"]), first)
        while j > first and self._hangs(self.low(j - 1)):
            j -= 1
        return j

    def _hangs(self, low: str) -> bool:
        """Whether a description cannot end with this word: "and", "with", a comma, an adverb."""
        return low in ",/-" or low in self.lexicon["closing"] or low.endswith("ly")

    def ends(self, j: int) -> bool:
        """Whether a description that runs up to word ``j`` ends there."""
        word, low, previous, following = self.words[j], self.low(j), self.low(j - 1), self.low(j + 1)
        if low == ",":
            return not (self._goes_on(j) or self._is_list(j))
        if low == "(":
            after = self._after_bracket(j)
            short = after == j + 3
            return after >= len(self.words) or (not self._opens(after) if short else self.ends(after))
        if low in ("and", "or", "nor", "but"):
            return not self._joins(j)
        if low == "of" and following[:1].isdigit():
            # "those with B-ALL of 97.5%" tells a result, "an ejection fraction of 45%" who they are.
            return self.low(j + 2) in ("%", "±") and self._names_disease(j - 1)
        if low == "to" and _counts(previous) and (_counts(following) or following in _COMPARES):
            return False
        if low in self.lexicon["auxiliary"] and previous in ("and", "or") and self._joins(j - 1):
            return False
        if low.endswith("ed") and self._follows_disease(j):
            return f"{low} {following}" not in self.lexicon["bridge"]
        if low in self.lexicon["boundary"] and not (len(low) > 1 and word.text.isupper()):
            return not {f"{previous} {low}", f"{low} {following}"} & self.lexicon["bridge"]
        if low in ("the", "this", "these", "our"):
            return previous not in ("of", "in", "to", "at", "within", "across", "with", "for", "before", "over")
        if _NUMBER.fullmatch(word.text):
            kind = word.text.isalpha() and any(self.lexicon.is_disease(w) for w in self.words[j + 1 : j + 3])
            return not kind and not self._is_measure(j)  # "bipolar II disorder"
        if low in self.lexicon["head"] or low in self.lexicon["pronoun"] or low == "who":
            # "men who have sex with men"
            return f"{previous} {low}" not in self.lexicon["bridge"]
        if low == "-":
            return word.start > self.words[j - 1].end and self.low(j + 1) not in self.lexicon["disease"]
        return low in '.;:?!)[]"' and low != "'"

    def _follows_disease(self, j: int) -> bool:
        """Whether the disease is named and a participle would be a verb: "patients with angina improved"."""
        return self._names_disease(j - 1) and not self.lexicon.describes(self.words[j])

    def _names_disease(self, j: int) -> bool:
        word = self.words[j]
        return self.lexicon.is_disease(word) or (len(word.text) > 1 and word.text.isupper())

    def _is_measure(self, j: int) -> bool:
        """Whether a number belongs to the description: "≥ 3 cm", "type 2", "HbA1c 7.0-10.0%"."""
        previous, following = self.words[j - 1], self.low(j + 1)
        if previous.low[:1] in _COMPARES or previous.low.startswith("\\(") or _UNIT.match(following):
            return True
        return previous.low in self.lexicon["measured"] or bool(re.search(r"[A-Z]\w*\d|\d", previous.text))

    def _joins(self, j: int) -> bool:
        """Whether the words after "and" go on with the description instead of opening something else."""
        following = self.low(j + 1)
        if self.low(j) == "but":
            return following in ("without", "not", "no", "with")
        if following in self.lexicon["auxiliary"]:
            relative = any(self.low(k) == "who" for k in range(max(j - 16, 0), j))
            return relative and not self._is_treatment(j + 1)
        if following in self.lexicon["opener"] and following not in ("free", "affected", "living"):
            return self._no_people(j + 1)
        if following in ("the", "this", "that", "these", "") or self._stops_at(j + 1) == j + 1:
            return False
        stop = self._stops_at(j + 1)
        if any(self.low(k) in self.lexicon["head"] | self.lexicon["pronoun"] for k in range(j + 1, stop + 1)):
            return False
        item = self.words[j + 1 : stop]
        both = any(self.low(k) == "both" for k in range(max(j - 6, 0), j))
        return both or any(self._tells(w) for w in item)

    def _is_adjective(self, word: Word) -> bool:
        return word.text.islower() and (self.lexicon.describes(word) or word.low.endswith("ed"))

    def _tells(self, word: Word) -> bool:
        return self.lexicon.describes(word) or word.low in self.lexicon["telling"] or word.text[:1].isupper()

    def _no_people(self, j: int) -> bool:
        return not any(self.low(k) in self.lexicon["head"] for k in range(j, self._stops_at(j) + 1))

    def _stops_at(self, j: int) -> int:
        """The index of the first word from ``j`` that is a sign of a new clause, twelve words on at most."""
        for k in range(j, min(j + 12, len(self.words))):
            low = self.low(k)
            pair = {f"{self.low(k - 1)} {low}", f"{low} {self.low(k + 1)}"} & self.lexicon["bridge"]
            if low in ".;:()[],?" or (low in self.lexicon["boundary"] and not pair) or low in self.lexicon["head"]:
                return k
        return min(j + 12, len(self.words))

    def _is_list(self, j: int) -> bool:
        """Whether the comma at ``j`` stands in a list of diseases or traits: "X, Y, or Z", "X, Y and Z"."""
        items, conjunction = [0], -1
        for k in range(j + 1, min(j + _LIST_REACH, len(self.words))):
            low = self.low(k)
            if low in ("and", "or"):
                conjunction = k
                break
            if low == ",":
                items.append(0)
            elif low in self.lexicon["boundary"] or low in self.lexicon["head"] or low in ".;:()[]?%":
                return False
            else:
                items[-1] += 1
        if conjunction < 0 or not items[0] or max(items) > 5 or self._stops_at(conjunction + 1) == conjunction + 1:
            return False
        if self.low(conjunction - 1) == ",":
            return True
        return max(items) < 4 and (len(items) > 1 or not self.opens_passage)

    def _goes_on(self, j: int) -> bool:
        """Whether the comma at ``j`` is the last of a list, or stands between two adjectives."""
        if self.low(j + 1) in ("and", "or"):
            commas = (k for k in range(j - 1, max(j - 14, 0), -1) if self.low(k) == ",")
            return next(commas, 0) > 0 and self._joins(j + 1)
        before = self.words[j - 1]
        adjective = self._is_adjective(before) and not self.lexicon.is_disease(before)
        described = any(self._is_adjective(w) for w in self.words[j + 1 : j + 3])
        return adjective and self.low(j - 2) in ("with", "and", ",") and described


def _counts(word: str) -> bool:
    """Whether the word is a number: "18", "two"."""
    return word[-1:].isdigit() or bool(NUMBER_WORDS.fullmatch(word))
