"""The rules of a file before its meaning: what YAML may hold here."""

from workflows.language.findings import Rule, mark

ABSENT = Rule(
    "S001", mark("This file cannot be opened: %(error)s."), mark("Check its name and its folder.")
)
TOO_BIG = Rule(
    "S002",
    mark("This file is larger than %(most)s."),
    mark("One e-service is one file of a few hundred lines: split or shorten it."),
)
NOT_UTF8 = Rule(
    "S003",
    mark("This line is not encoded in UTF-8."),
    mark("Save the file again with the UTF-8 encoding."),
)
TAB = Rule(
    "S004",
    mark("A tab stands here, and YAML is indented with spaces."),
    mark("Replace each tab by two spaces."),
)
SYNTAX = Rule(
    "S005",
    mark("This is not YAML: %(problem)s."),
    mark(
        "Check the indentation and the line above. Put a text between double quotes when it "
        "holds a colon, a question mark, a comma inside braces, or starts with a sign."
    ),
)
DUPLICATE = Rule(
    "S006",
    mark("The key “%(key)s” stands twice in the same place."),
    mark("Keep one of the two."),
)
ANCHOR = Rule(
    "S007",
    mark("The anchor or alias “%(name)s” is not accepted."),
    mark("Write the value out in full where it is needed."),
)
TAG = Rule(
    "S008",
    mark("The tag %(tag)s is not accepted."),
    mark("Write the value without a tag."),
)
TOO_DEEP = Rule(
    "S009",
    mark("More than %(values)s values, or more than %(depth)s levels of nesting."),
    mark("Flatten or shorten the file."),
)
SECOND_DOCUMENT = Rule(
    "S010",
    mark("A second document starts here."),
    mark("Keep one document in each file: remove the line “---”."),
)
TOO_MANY = Rule(
    "S015",
    mark("More than %(most)s mistakes: the rest of the file was not read."),
    mark("Correct these first, then check the file again."),
)
NO_MAPPING = Rule(
    "S011",
    mark("The file holds no keys."),
    mark("Start it with “eservice:” and the identifier of the e-service, or “pack:”."),
)
ODD_KEY = Rule("S012", mark("A key must be a word."), mark("Write a name, then a colon."))
NO_SUCH_DATE = Rule(
    "S013",
    mark("%(value)s is not a date of the calendar."),
    mark("Write year, month and day, such as 2026-03-31."),
)
UNPRINTABLE = Rule(
    "S014",
    mark("The file holds a character that cannot be printed."),
    mark("Remove it, or save the file again as plain text."),
)
