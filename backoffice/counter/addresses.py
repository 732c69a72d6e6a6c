"""Every address of the counter, and of those who receive what it sends."""

from collections.abc import Mapping

from backoffice.actions import Action
from backoffice.counter import assisting, handing, receiving, sending
from backoffice.route import Route

DOCUMENT = "/counter/documents/<int:hand_over>"

COUNTER: Mapping[str, tuple[Route, ...]] = {
    "counter": (
        Route("GET", "/counter", assisting.home, Action.USE_COUNTER),
        Route("POST", "/counter", assisting.begin_one, Action.USE_COUNTER),
        Route("POST", "/counter/<int:assistance>", assisting.go_on, Action.USE_COUNTER),
        Route("POST", "/counter/<int:assistance>/drop", assisting.give_up, Action.USE_COUNTER),
        Route("GET", "/counter/<int:assistance>/receipt", assisting.receipt, Action.USE_COUNTER),
    ),
    "handing": (
        Route("GET", "/counter/documents", handing.ask, Action.HAND_OVER_ACT),
        Route("POST", "/counter/documents", handing.find, Action.HAND_OVER_ACT),
        Route("POST", "/counter/documents/code", handing.send_code, Action.HAND_OVER_ACT),
        Route("POST", "/counter/documents/proof", handing.prove, Action.HAND_OVER_ACT),
        Route("GET", DOCUMENT, handing.show, Action.HAND_OVER_ACT),
        Route("POST", DOCUMENT, handing.print_act, Action.HAND_OVER_ACT),
    ),
    "sending": (
        Route("GET", "/counter/batches", sending.listed, Action.SEND_PAPER),
        Route("POST", "/counter/batches", sending.add_file, Action.SEND_PAPER),
        Route("POST", "/counter/batches/<int:batch>", sending.close_one, Action.SEND_PAPER),
        Route("GET", "/counter/batches/<int:batch>/slip", sending.slip, Action.SEND_PAPER),
    ),
    "receiving": (
        Route("GET", "/batches", receiving.listed, Action.RECEIVE_PAPER),
        Route("GET", "/batches/<int:batch>", receiving.show, Action.RECEIVE_PAPER),
        Route("POST", "/batches/<int:batch>", receiving.acknowledge, Action.RECEIVE_PAPER),
    ),
}
