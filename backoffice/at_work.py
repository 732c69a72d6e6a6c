"""What is done at work only: while somebody is declared absent, they do none of it."""

from backoffice.actions import Action

#: What somebody who is declared absent does not do.
AT_WORK = frozenset(
    {
        Action.TAKE_NEXT_CASE,
        Action.READ_CASE,
        Action.READ_ATTACHMENT,
        Action.DECIDE_CASE,
        Action.HAND_ON_CASE,
        Action.RECUSE_FROM_CASE,
        Action.WRITE_NOTE_ON_CASE,
        Action.SEE_EARLIER_THAN_CASE,
        Action.READ_CASE_FOR_OPINION,
        Action.GIVE_OPINION_ON_CASE,
        Action.RECUSE_FROM_CASE_FOR_OPINION,
        Action.TAKE_NEXT_QUESTION,
        Action.READ_QUESTION,
        Action.ANSWER_QUESTION,
        Action.ANSWER_ON_CASE,
        Action.PREPARE_SIGNING,
        Action.SIGN_MANY,
        Action.REVOKE_ACTS,
    }
)
