"""How a call to an address that an account's admin or a browser gave us can fail.

AddressForbidden     (Misconfigured)   the address, or an IP address that its host has, breaks the rules
HostNotFound         (TryAgain)        the name has no IP address at the moment
NotConnected         (TryAgain)        no connection, or none in time: nothing was sent
CertificateRefused   (Misconfigured)   the server's certificate is not valid for the name
Redirected           (Misconfigured)   the answer is a redirect, which is not followed
NoAnswer             (UnknownOutcome)  the request was sent, and no complete answer came in time
AnswerNotUnderstood  (UnknownOutcome)  the request was sent, and what came is not HTTP
"""

from __future__ import annotations

from tasks.integrations.errors import CallFailed, Misconfigured, TryAgain, UnknownOutcome


class OutgoingFailed(CallFailed):
    """Base of the classes below; raise one of them."""


class AddressForbidden(OutgoingFailed, Misconfigured):
    code = "forbidden_address"
    message = "FlowPilot may not call this address."


class HostNotFound(OutgoingFailed, TryAgain):
    code = "host_not_found"
    message = "The address's host was not found."


class NotConnected(OutgoingFailed, TryAgain):
    code = "not_connected"
    message = "The address cannot be reached."


class CertificateRefused(OutgoingFailed, Misconfigured):
    code = "certificate_refused"
    message = "The certificate at this address is not valid."


class Redirected(OutgoingFailed, Misconfigured):
    code = "redirected"
    message = "The address answers with a redirect. Enter the address that it leads to."


class NoAnswer(OutgoingFailed, UnknownOutcome):
    code = "no_answer"
    message = "The address did not answer in time."


class AnswerNotUnderstood(OutgoingFailed, UnknownOutcome):
    code = "answer_not_understood"
    message = "The address gave an answer that is not HTTP."
